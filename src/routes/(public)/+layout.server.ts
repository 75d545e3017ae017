import { numbersToCall } from '#domains/safeguarding/index.server.ts';
import { organisationForVisitors } from '#platform/access/index.server.ts';
import type { LayoutServerLoad } from './$types';

/** Whose front this is: the organisation in the address, or the only one there is. And whom to call. */
export const load: LayoutServerLoad = async ({ locals, params }) => {
  const id = await organisationForVisitors(locals.tx, params.organisation);
  if (!id) return { organisation: undefined, crisisContacts: [] };
  const organisation = await locals.tx
    .selectFrom('organisations')
    .select(['id', 'slug', 'name', 'about', 'time_zone'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const { time_zone: timeZone, ...face } = organisation;
  return { organisation: face, crisisContacts: await numbersToCall(locals.tx, { id, timeZone }) };
};
