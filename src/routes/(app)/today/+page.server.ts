import { myDayOf } from '#assembly/my-day.server.ts';
import { gatherToday } from '#assembly/today.server.ts';
import { dayIn } from '#platform/clock/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const person = locals.person!;
  return {
    day: dayIn(person.organisation.timeZone),
    items: await gatherToday(locals.tx, person),
    mine: await myDayOf(locals.tx, person)
  };
};
