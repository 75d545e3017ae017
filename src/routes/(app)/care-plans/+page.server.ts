import { redirect } from '@sveltejs/kit';
import { isListed, listMyself, plansVisibleTo, unlistMyself } from '#domains/care-plans/index.server.ts';
import { can } from '#platform/access/index.ts';
import { dayIn } from '#platform/clock/index.ts';
import { formatDay } from '#platform/languages/format.ts';
import { newId } from '#platform/ids.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const person = locals.person!;
  const plans = await plansVisibleTo(locals.tx, person)
    .where('care_plans.seeker_id', '<>', person.id)
    .orderBy('seeker.name')
    .execute();
  return {
    gives: can(person, 'support.give'),
    // Only somebody who may be chosen by name is asked whether they want to be.
    listed: can(person, 'plans.be-listed') ? await isListed(locals.tx, person) : null,
    plans: plans.map(({ id, pseudonym, startedAt, keeper, zone }) => ({
      id,
      pseudonym,
      since: formatDay(dayIn(zone, startedAt), 'short'),
      keeper
    }))
  };
};

export const actions: Actions = {
  list: async ({ locals, request }) => {
    const command = String((await request.formData()).get('command') || newId());
    await listMyself(locals.tx, command, locals.person!);
    redirect(303, '/care-plans');
  },
  unlist: async ({ locals }) => {
    await unlistMyself(locals.tx, locals.person!);
    redirect(303, '/care-plans');
  }
};
