import { error } from '@sveltejs/kit';
import { formatDay } from '#platform/languages/format.ts';
import { ledTo } from './led-to.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  const found = (await ledTo(locals, url)) ?? error(404);
  return {
    ...found,
    rows: found.rows.map(({ issuedOn, ...row }) => ({ ...row, issued: formatDay(issuedOn, 'short') })),
    query: url.searchParams.toString()
  };
};
