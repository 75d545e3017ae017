import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { planRefusals } from '#domains/care-plans/index.ts';
import { consentsOf, withdrawConsent } from '#domains/care-plans/index.server.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import { planActions } from '../../../plan/plan-actions.server.ts';
import { mine } from '../mine.server.ts';
import { beginMine, myPlan } from './mine.server.ts';
import { asSent } from '../../../as-sent.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const person = locals.person!;
  const plan = await myPlan(locals.tx, person);
  const { relationship } = await mine(locals.tx, person);
  return {
    plan,
    consents: plan ? await consentsOf(locals.tx, plan, person) : [],
    supporter: relationship?.supporter_name
  };
};

const Withdrawal = v.object({ consent: v.pipe(v.string(), v.uuid()) });

export const actions: Actions = {
  ...planActions(beginMine),
  withdraw: async ({ locals, request, cookies }) => {
    const { consent } = asSent(Withdrawal, await request.formData());
    const refusal = await withdrawConsent(locals.tx, consent, locals.person!);
    if (refusal) return fail(409, { typed: {}, refusal: planRefusals[refusal]() });
    say(cookies, m.care_plans_withdrawn_done());
    redirect(303, '/my/plan');
  }
};
