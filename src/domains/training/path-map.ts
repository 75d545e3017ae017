/** Where the modules of a path stand when it is drawn: from the top down, each below what it needs, with a line from that. */

type Drawn = { module: string; needs: { module: string }[] };
export type Cell = { module: string; row: number; column: number };
/** A line as the `d` of an SVG path, in cells. */
export type Line = { from: string; to: string; d: string };
export type PathMap = { rows: number; columns: number; cells: Cell[]; lines: Line[] };

/** Each stage is a row; a module stands as near below what it needs as there is room. */
export function mapOf(stages: Drawn[][]): PathMap {
  const columns = Math.max(1, ...stages.map(({ length }) => length));
  const placed = new Map<string, Cell>();
  for (const [row, modules] of stages.entries()) {
    const wished = modules
      .map((one, index) => ({
        module: one.module,
        at: wishOf(one, placed) ?? spread(index, modules, columns)
      }))
      .toSorted((one, other) => one.at - other.at);
    let free = 0;
    for (const [index, { module, at }] of wished.entries()) {
      const last = columns - (wished.length - index);
      const column = Math.min(last, Math.max(free, Math.round(at)));
      placed.set(module, { module, row, column });
      free = column + 1;
    }
  }
  const lines = stages.flat().flatMap(({ module, needs }) =>
    needs.flatMap((need) =>
      placed.has(need.module)
        ? [
            {
              from: need.module,
              to: module,
              d: lineFrom(placed.get(need.module)!, placed.get(module)!, columns)
            }
          ]
        : []
    )
  );
  return { rows: stages.length, columns, cells: [...placed.values()], lines };
}

function wishOf({ needs }: Drawn, placed: Map<string, Cell>): number | null {
  const above = needs.flatMap(({ module }) => placed.get(module)?.column ?? []);
  return above.length > 0 ? above.reduce((sum, column) => sum + column, 0) / above.length : null;
}

function spread(index: number, { length }: unknown[], columns: number): number {
  return ((index + 0.5) * columns) / length - 0.5;
}

// From middle to middle, below the modules themselves. A line past other rows keeps between the columns, so that it does not
// seem to come from what it passes.
function lineFrom(from: Cell, to: Cell, columns: number): string {
  const [x1, y1, x2, y2] = [from.column + 0.5, from.row + 0.5, to.column + 0.5, to.row + 0.5];
  if (to.row - from.row === 1) return `M${x1} ${y1}C${x1} ${y2} ${x2} ${y1} ${x2} ${y2}`;
  const right = to.column > from.column || (to.column === from.column && from.column + 1 < columns);
  const between = right ? from.column + 1 : from.column;
  const aside = Math.min(columns - 0.02, Math.max(0.02, between));
  return `M${x1} ${y1}C${x1} ${from.row + 1} ${aside} ${from.row + 1} ${aside} ${from.row + 1.5}V${to.row - 0.5}C${aside} ${to.row} ${x2} ${to.row} ${x2} ${y2}`;
}
