import { stringify } from 'csv-stringify/sync';
import { roster, rosterFilters } from '#domains/competence/index.server.ts';
import { listQuery } from '#ui/list.ts';
import type { RequestHandler } from './$types';

/** The same list as the page shows, as a table for spreadsheets; a name that looks like a formula is made harmless. */
export const GET: RequestHandler = async ({ locals, url }) => {
  const show = rosterFilters.find((filter) => filter === url.searchParams.get('show')) ?? 'all';
  const entries = await roster(locals.tx, { search: listQuery(url.searchParams).search, show });
  const columns = ['name', 'validity', 'expiresOn', 'assessedOn', 'lowest', 'childSafeguarding'];
  const csv = stringify(entries, {
    header: true,
    columns,
    bom: true,
    escape_formulas: true,
    cast: { boolean: String }
  });
  return new Response(csv, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="helpers.csv"'
    }
  });
};
