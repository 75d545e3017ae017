import { error } from '@sveltejs/kit';
import { enrolmentsOf, sessionsOf, trainersOf, workshopsVisibleTo } from '#domains/training/index.server.ts';
import { dayIn } from '#platform/clock/index.ts';
import { isId } from '#platform/ids.ts';
import { formatDay } from '#platform/languages/format.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals }) => {
  const { tx } = locals;
  if (!isId(params.workshop)) error(404);
  const workshop = await workshopsVisibleTo(tx, locals.person!)
    .where('workshops.id', '=', params.workshop)
    .executeTakeFirst();
  if (!workshop) error(404);
  const { id, title, venue, online_link, time_zone } = workshop;
  return {
    id,
    title,
    where: venue ?? online_link!,
    trainers: (await trainersOf(tx, id)).map(({ name }) => name),
    days: (await sessionsOf(tx, id)).map(({ startsAt }) => formatDay(dayIn(time_zone, startsAt), 'short')),
    people: (await enrolmentsOf(tx, id)).filter(({ seated_at }) => seated_at).map(({ name }) => name)
  };
};
