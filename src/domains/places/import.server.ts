/** Places from a spreadsheet or GeoJSON: p-codes, parents, population and boundaries. */
import { m } from '#messages';
import type { Person } from '#platform/access/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';
import type { ApplyContext, NumberedRow, UndoRefusal } from '#platform/imports/index.ts';
import { madeBy, type ImportKind } from '#platform/imports/index.server.ts';
import { placeColumns, type PlaceRow } from './import-columns.ts';
import { levelMax, levelsOf } from './place.ts';

export const placeImport: ImportKind<PlaceRow> = {
  kind: 'places',
  label: m.places_import_label,
  about: m.places_import_about,
  permission: 'places.manage',
  columns: placeColumns,
  key: ({ p_code }) => p_code,
  existing: async (tx, keys) => {
    const found = await tx.selectFrom('places').where('p_code', 'in', keys).select('p_code').execute();
    return new Set(found.map(({ p_code }) => p_code));
  },
  check: checkTogether,
  apply: addPlaces,
  undo: removePlaces
};

type Complaint = { row: number; column: keyof PlaceRow; value: string; why: string };

// Parents are in this file or already here, and lead up to a top; a point has both its coordinates or neither.
async function checkTogether(tx: Tx, rows: NumberedRow<PlaceRow>[]): Promise<Complaint[]> {
  const here = await placesByCode(tx);
  const inFile = new Set(rows.map(({ row }) => row.p_code));
  const levels = levelsOf(
    rows.map(({ row }) => row),
    new Map([...here].map(([code, { level }]) => [code, level]))
  );
  return rows.flatMap(({ number, row }): Complaint[] => {
    const complaints: Complaint[] = [];
    const complain = (column: keyof PlaceRow, why: string) =>
      complaints.push({ row: number, column, value: String(row[column] ?? ''), why });
    if (row.parent !== null && !here.has(row.parent) && !inFile.has(row.parent))
      complain('parent', m.places_refusal_unknown_parent());
    const level = levels.get(row.p_code);
    if (level === null) complain('parent', m.places_refusal_circle());
    else if (level !== undefined && level > levelMax) complain('level', m.places_refusal_too_deep());
    if ((row.latitude === null) !== (row.longitude === null))
      complain(row.latitude === null ? 'latitude' : 'longitude', m.places_refusal_half_a_point());
    return complaints;
  });
}

const placesAtOnce = 1_000;

async function addPlaces(
  tx: Tx,
  rows: NumberedRow<PlaceRow>[],
  { person, made, progress }: ApplyContext<Person>
): Promise<void> {
  const here = await placesByCode(tx);
  const levels = levelsOf(
    rows.map(({ row }) => row),
    new Map([...here].map(([code, { level }]) => [code, level]))
  );
  const ids = new Map([...here].map(([code, { id }]) => [code, id]));
  for (const { row } of rows) ids.set(row.p_code, newId());
  // Parents first, so that each batch finds them.
  const sorted = rows.map(({ row }) => row).toSorted((a, b) => levels.get(a.p_code)! - levels.get(b.p_code)!);
  for (let at = 0; at < sorted.length; at += placesAtOnce) {
    const batch = sorted
      .slice(at, at + placesAtOnce)
      .map((row) => placeFrom(row, ids, levels.get(row.p_code)!, person));
    await tx.insertInto('places').values(batch).execute();
    await made(batch.map(({ id }) => ({ kind: 'place', id })));
    await progress(at + batch.length);
  }
}

function placeFrom(row: PlaceRow, ids: ReadonlyMap<string, string>, level: number, person: Person) {
  return {
    organisation_id: person.organisation.id,
    id: ids.get(row.p_code)!,
    p_code: row.p_code,
    name: row.name,
    kind: row.kind ?? ('area' as const),
    level,
    parent_id: row.parent === null ? null : ids.get(row.parent)!,
    population: row.population,
    population_year: row.population_year,
    boundary: row.boundary === null ? null : JSON.stringify(row.boundary),
    latitude: row.latitude,
    longitude: row.longitude
  };
}

// One statement, so that parents and children go together; whatever else points at them stops it.
async function removePlaces(tx: Tx, importId: string): Promise<UndoRefusal | null> {
  const holding = await placesHolding(tx, importId);
  if (holding.length > 0) return { why: m.places_import_undo_holds, which: holding };
  await tx
    .deleteFrom('places')
    .where('id', 'in', madeBy(tx, importId, 'place'))
    .execute();
  return null;
}

/** Places of this import in which others lie that came later. */
async function placesHolding(tx: Tx, importId: string): Promise<string[]> {
  const holding = await tx
    .selectFrom('places')
    .innerJoin('places as later', 'later.parent_id', 'places.id')
    .where('places.id', 'in', madeBy(tx, importId, 'place'))
    .where('later.id', 'not in', madeBy(tx, importId, 'place'))
    .select(['places.p_code', 'places.name'])
    .distinct()
    .orderBy('places.p_code')
    .execute();
  return holding.map(({ p_code, name }) => `${p_code} ${name}`);
}

async function placesByCode(tx: Tx): Promise<Map<string, { id: string; level: number }>> {
  const places = await tx.selectFrom('places').select(['id', 'p_code', 'level']).execute();
  return new Map(places.map(({ p_code, ...place }) => [p_code, place]));
}
