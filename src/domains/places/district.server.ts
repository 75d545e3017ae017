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
