import { dayIn } from '#platform/clock/index.ts';
import { myPlanOrBack } from '../mine.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({
  plan: await myPlanOrBack(locals.tx, locals.person!),
  today: dayIn(locals.person!.organisation.timeZone)
});
