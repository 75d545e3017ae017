/** Places and how they lie in one another. */

export type PlaceKind = 'area' | 'service-point';

export type Place = {
  id: string;
  p_code: string;
  name: string;
  kind: PlaceKind;
  level: number;
  parent_id: string | null;
  population: number | null;
  population_year: number | null;
};

export type PlaceInTree = Place & { depth: number };

/** Each place under its parent, siblings by name. A place whose parent is not among them stands at the top. */
export function inTreeOrder(places: Place[]): PlaceInTree[] {
  const known = new Set(places.map(({ id }) => id));
  const children = Map.groupBy(places, ({ parent_id }) =>
    parent_id !== null && known.has(parent_id) ? parent_id : null
  );
  const under = (parent: string | null, depth: number): PlaceInTree[] =>
    (children.get(parent) ?? [])
      .toSorted((a, b) => a.name.localeCompare(b.name))
      .flatMap((place) => [{ ...place, depth }, ...under(place.id, depth + 1)]);
  return under(null, 0);
}

export type PlaceToBe = { p_code: string; parent: string | null; level: number | null };

// Deeper than any country's divisions: past this, parents form a circle.
export const levelMax = 9;

/** The level of each place to be, counted from its parent where the file does not say; null where parents form a circle. */
export function levelsOf(
  places: PlaceToBe[],
  known: ReadonlyMap<string, number>
): Map<string, number | null> {
  const byCode = new Map(places.map((place) => [place.p_code, place]));
  const levels = new Map<string, number | null>(known);
  for (const start of places) {
    const chain: PlaceToBe[] = [];
    let place: PlaceToBe | undefined = start;
    while (place && !levels.has(place.p_code) && chain.length <= levelMax + 1) {
      chain.push(place);
      place = place.parent === null ? undefined : byCode.get(place.parent);
    }
    settle(chain, place, levels);
  }
  return levels;
}

function settle(
  chain: PlaceToBe[],
  reached: PlaceToBe | undefined,
  levels: Map<string, number | null>
): void {
  const circle = reached !== undefined && !levels.has(reached.p_code);
  for (const { p_code, parent, level } of chain.toReversed()) {
    const above = parent === null ? -1 : levels.get(parent);
    levels.set(p_code, circle || above === null ? null : (level ?? (above ?? -1) + 1));
  }
}
