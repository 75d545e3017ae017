import { concernsListed } from '#domains/safeguarding/index.server.ts';
import { can } from '#platform/access/index.ts';
import { listQuery } from '#ui/list.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url, locals: { tx, person } }) => {
  const closed = url.searchParams.get('show') === 'closed';
  const { search } = listQuery(url.searchParams);
  return {
    closed,
    concerns: await concernsListed(tx, person!, { search, closed }),
    query: url.searchParams.toString(),
    zone: person!.organisation.timeZone,
    mayExport: can(person, 'concerns.close')
  };
};
