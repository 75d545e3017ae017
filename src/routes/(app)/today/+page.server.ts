import { myDayOf } from '#assembly/my-day.server.ts';
import { gatherToday, sharedFor } from '#assembly/today.server.ts';
import { dayIn } from '#platform/clock/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const person = locals.person!;
  const shared = sharedFor(locals.tx, person);
  return {
    day: dayIn(person.organisation.timeZone),
    items: await gatherToday(locals.tx, person, shared),
    mine: await myDayOf(locals.tx, person, shared)
  };
};
