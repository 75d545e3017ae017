import { error } from '@sveltejs/kit';
import { csvResponse } from '#platform/csv/index.ts';
import { figureColumns, figureRows, recordExport } from '../export.server.ts';
import { overviewFor, peopleBehind } from '../overview.server.ts';
import type { RequestHandler } from './$types';

/** Every figure; or, with `of`, the people behind one. */
export const GET: RequestHandler = async ({ locals, url }) => {
  const overview = await overviewFor(locals.tx, locals.person!);
  const of = url.searchParams.get('of');
  if (of === null) {
    await recordExport(locals.tx, 'csv');
    return csvResponse('certified', figureColumns(), figureRows(overview));
  }
  const found = peopleBehind(overview, of);
  if (!found) error(404);
  await recordExport(locals.tx, 'csv', of);
  const columns = found.columns.map(({ key, label }) => ({
    label,
    of: (row: (typeof found.rows)[number]) => row[key]
  }));
  return csvResponse('certified-people', columns, found.rows);
};
