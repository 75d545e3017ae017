import { can } from '#platform/access/index.ts';
import { roster, rosterFilters, type RosterFilter } from '#domains/competence/index.server.ts';
import { listQuery } from '#ui/list.ts';
import type { PageServerLoad } from './$types';

// More cards than these nobody thumbs through on a phone.
const rowsPerPage = 25;

export const load: PageServerLoad = async ({ locals, url }) => {
  const { search, page } = listQuery(url.searchParams);
  const show = rosterFilters.find((filter) => filter === url.searchParams.get('show')) ?? 'all';
  const entries = await roster(locals.tx, { search, show });
  return {
    entries: entries.slice((page - 1) * rowsPerPage, page * rowsPerPage),
    pages: Math.ceil(entries.length / rowsPerPage),
    show: show satisfies RosterFilter,
    query: url.searchParams.toString(),
    mayOversee: can(locals.person, 'certificates.oversee'),
    mayAssess: can(locals.person, 'assessments.record')
  };
};
