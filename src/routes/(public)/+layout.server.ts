import type { LayoutServerLoad } from './$types';

/** Whose front this is: the organisation in the address, or the only one there is. */
export const load: LayoutServerLoad = async ({ locals, params }) => {
  const all = locals.tx.selectFrom('organisations').select(['slug', 'name', 'about']);
  const found = params.organisation
    ? await all.where('slug', '=', params.organisation).execute()
    : await all.where('kind', '=', 'ngo').orderBy('name').limit(2).execute();
  return { organisation: found.length === 1 ? found[0] : undefined };
};
