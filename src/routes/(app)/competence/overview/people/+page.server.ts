import { error } from '@sveltejs/kit';
import { overviewFor, peopleBehind } from '../overview.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  const of = url.searchParams.get('of') ?? 'certified';
  const found = peopleBehind(await overviewFor(locals.tx, locals.person!), of);
  if (!found) error(404);
  return { ...found, query: new URLSearchParams({ of }).toString() };
};
