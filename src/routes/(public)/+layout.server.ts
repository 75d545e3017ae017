import { organisationForVisitors } from '#platform/access/index.server.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ locals, params }) => {
  const id = await organisationForVisitors(locals.tx, params.organisation);
  if (!id) return { organisation: undefined };
  const organisation = await locals.tx
    .selectFrom('organisations')
    .select(['slug', 'name', 'about'])
    .where('id', '=', id)
    .executeTakeFirst();
  return { organisation };
};
