import { error } from '@sveltejs/kit';
import { listQuery } from '#ui/list.ts';
import { overviewFor, peopleBehind } from '../overview.server.ts';
import type { PageServerLoad } from './$types';

const rowsPerPage = 50;

export const load: PageServerLoad = async ({ locals, url }) => {
  const of = url.searchParams.get('of') ?? 'certified';
  const found = peopleBehind(await overviewFor(locals.tx, locals.person!), of);
  if (!found) error(404);
  const { page } = listQuery(url.searchParams);
  return {
    ...found,
    rows: found.rows.slice((page - 1) * rowsPerPage, page * rowsPerPage),
    pages: Math.ceil(found.rows.length / rowsPerPage),
    query: url.searchParams.toString()
  };
};
