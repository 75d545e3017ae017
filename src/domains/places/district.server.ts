/** Roughly where somebody is: areas small enough to find somebody near, and large enough to point at nobody. */
import type { Tx } from '#platform/database/index.server.ts';

// The second division of a country, or the first where its list ends there; impact counts by the same.
const districtLevelMax = 2;

export type District = { id: string; name: string; within: string };

/** The organisation's districts by name, each with the area around it. */
export async function districtsOf(tx: Tx, organisation: string): Promise<District[]> {
  const areas = await tx
    .selectFrom('places')
    .where('organisation_id', '=', organisation)
    .where('kind', '=', 'area')
    .where('level', '>=', 1)
    .where('level', '<=', districtLevelMax)
    .select(['id', 'name', 'level', 'parent_id'])
    .execute();
  const level = Math.max(...areas.map((area) => area.level));
  const names = new Map(areas.map(({ id, name }) => [id, name]));
  return areas
    .filter((area) => area.level === level)
    .map(({ id, name, parent_id }) => ({ id, name, within: names.get(parent_id ?? '') ?? '' }))
    .toSorted((a, b) => a.within.localeCompare(b.within) || a.name.localeCompare(b.name));
}

/** The district that each place lies in, by the place's id; a place above all districts lies in none. */
export async function districtsAbove(tx: Tx, organisation: string): Promise<Map<string, string>> {
  const districts = new Set((await districtsOf(tx, organisation)).map(({ id }) => id));
  const places = await tx
    .selectFrom('places')
    .where('organisation_id', '=', organisation)
    .select(['id', 'parent_id'])
    .execute();
  const parents = new Map(places.map(({ id, parent_id }) => [id, parent_id]));
  const districtOf = (place: string | null | undefined): string | undefined =>
    !place || districts.has(place) ? (place ?? undefined) : districtOf(parents.get(place));
  return new Map(places.flatMap(({ id }) => (districtOf(id) ? [[id, districtOf(id)!] as const] : [])));
}
