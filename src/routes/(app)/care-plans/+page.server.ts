import { plansVisibleTo } from '#domains/care-plans/index.server.ts';
import { can } from '#platform/access/index.ts';
import { dayIn } from '#platform/clock/index.ts';
import { formatDay } from '#platform/languages/format.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const person = locals.person!;
  const plans = await plansVisibleTo(locals.tx, person)
    .where('care_plans.seeker_id', '<>', person.id)
    .orderBy('seeker.name')
    .execute();
  return {
    gives: can(person, 'support.give'),
    plans: plans.map(({ id, pseudonym, startedAt, keeper, zone }) => ({
      id,
      pseudonym,
      since: formatDay(dayIn(zone, startedAt), 'short'),
      keeper
    }))
  };
};
