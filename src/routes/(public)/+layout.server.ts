import { crisisContactsFor } from '#domains/safeguarding/index.server.ts';
import type { LayoutServerLoad } from './$types';

/** Whose front this is: the organisation in the address, or the only one there is. And whom to call. */
export const load: LayoutServerLoad = async ({ locals, params }) => {
  const all = locals.tx
    .selectFrom('organisations')
    .select(['id', 'slug', 'name', 'about', 'time_zone as timeZone']);
  const found = params.organisation
    ? await all.where('slug', '=', params.organisation).execute()
    : await all.where('kind', '=', 'ngo').orderBy('name').limit(2).execute();
  const organisation = found.length === 1 ? found[0] : undefined;
  return {
    organisation,
    crisisContacts: organisation && (await crisisContactsFor(locals.tx, organisation))
  };
};
