/** Outlines for places that are here already, from the GeoJSON that a country publishes beside its list of codes. */
import { m } from '#messages';
import type { Tx } from '#platform/database/index.server.ts';
import type { ApplyContext, NumberedRow } from '#platform/imports/index.ts';
import { madeBy, type ImportKind } from '#platform/imports/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import type { Boundary } from './boundary.ts';
import { placeImport } from './import.server.ts';

export type BoundaryRow = { p_code: string; boundary: Boundary };

const { p_code, boundary } = placeImport.columns;

export const boundaryImport: ImportKind<BoundaryRow> = {
  kind: 'place-boundaries',
  label: m.places_boundary_import_label,
  about: m.places_boundary_import_about,
  permission: 'places.manage',
  columns: { p_code, boundary: { ...boundary, required: true } },
  key: (row) => row.p_code,
  existing: async (tx, codes) => {
    const drawn = await tx
      .selectFrom('places')
      .where('p_code', 'in', codes)
      .where('boundary', 'is not', null)
      .select('p_code')
      .execute();
    return new Set(drawn.map((place) => place.p_code));
  },
  check: async (tx, rows) => {
    const ids = await idsByCode(tx);
    return rows
      .filter(({ row }) => !ids.has(row.p_code))
      .map(({ number, row }) => ({
        row: number,
        column: 'p_code',
        value: row.p_code,
        why: m.places_refusal_unknown_place()
      }));
  },
  apply: drawBoundaries,
  undo: async (tx, importId) => {
    await tx
      .updateTable('places')
      .set({ boundary: null })
      .where('id', 'in', madeBy(tx, importId, 'place-boundary'))
      .execute();
    return null;
  }
};

const boundariesAtOnce = 100;

async function drawBoundaries(
  tx: Tx,
  rows: NumberedRow<BoundaryRow>[],
  { made, progress }: ApplyContext<Person>
): Promise<void> {
  const ids = await idsByCode(tx);
  for (const [done, { row }] of rows.entries()) {
    await tx
      .updateTable('places')
      .set({ boundary: JSON.stringify(row.boundary) })
      .where('id', '=', ids.get(row.p_code)!)
      .execute();
    if (done % boundariesAtOnce === 0) await progress(done);
  }
  await made(rows.map(({ row }) => ({ kind: 'place-boundary', id: ids.get(row.p_code)! })));
}

async function idsByCode(tx: Tx): Promise<Map<string, string>> {
  const places = await tx.selectFrom('places').select(['id', 'p_code']).execute();
  return new Map(places.map((place) => [place.p_code, place.id]));
}
