/** Where the modules of a path stand when it is drawn: from the top down, each below what it needs, with a line from that. */

type Drawn = { module: string; needs: { module: string }[] };
export type Cell = { module: string; row: number; column: number };
/** A line as the `d` of an SVG path, in cells. */
export type Line = { from: string; to: string; d: string };
export type PathMap = { rows: number; columns: number; cells: Cell[]; lines: Line[] };

/** Each stage is a row; a module stands as near below the middle of what it needs as there is room, to half a column. */
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
    const places = apart(
      wished.map(({ at }) => at),
      columns
    );
    for (const [index, { module }] of wished.entries())
      placed.set(module, { module, row, column: places[index]! });
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

// The places nearest to what was wished, in its order, each a whole column from the next: neighbours who wish for the same
// place stand around it together.
function apart(wished: number[], columns: number): number[] {
  const groups: { sum: number; size: number }[] = [];
  const middle = ({ sum, size }: { sum: number; size: number }) => sum / size;
  for (const [index, at] of wished.entries()) {
    groups.push({ sum: at - index, size: 1 });
    while (groups.length > 1 && middle(groups.at(-2)!) > middle(groups.at(-1)!)) {
      const last = groups.pop()!;
      groups.at(-1)!.sum += last.sum;
      groups.at(-1)!.size += last.size;
    }
  }
  const starts = groups.flatMap((group) => Array.from({ length: group.size }, () => middle(group)));
  return starts.map(
    (start, index) => Math.min(columns - wished.length, Math.max(0, Math.round(start * 2) / 2)) + index
  );
}

// From middle to middle, below the modules themselves. A line past other rows keeps between the columns, so that it does not
// seem to come from what it passes.
function lineFrom(from: Cell, to: Cell, columns: number): string {
  const [x1, y1, x2, y2] = [from.column + 0.5, from.row + 0.5, to.column + 0.5, to.row + 0.5];
  if (to.row - from.row === 1) return `M${x1} ${y1}C${x1} ${y2} ${x2} ${y1} ${x2} ${y2}`;
  const right = to.column > from.column || (to.column === from.column && from.column + 1 < columns);
  const between = right ? Math.floor(from.column) + 1 : Math.ceil(from.column);
  const x = Math.min(columns - 0.02, Math.max(0.02, between));
  const [below, above] = [from.row + 1, to.row];
  return `M${x1} ${y1}C${x1} ${below} ${x} ${below - 0.15} ${x} ${below + 0.1}V${above - 0.1}C${x} ${above + 0.15} ${x2} ${above} ${x2} ${y2}`;
}
