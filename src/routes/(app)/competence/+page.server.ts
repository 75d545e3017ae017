import { can } from '#platform/access/index.ts';
import { roster, rosterFilters, type RosterFilter } from '#domains/competence/index.server.ts';
import { listQuery } from '#ui/list.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  const { search } = listQuery(url.searchParams);
  const show = rosterFilters.find((filter) => filter === url.searchParams.get('show')) ?? 'all';
  return {
    entries: await roster(locals.tx, { search, show }),
    show: show satisfies RosterFilter,
    query: url.searchParams.toString(),
    mayOversee: can(locals.person, 'certificates.oversee'),
    mayAssess: can(locals.person, 'assessments.record')
  };
};
