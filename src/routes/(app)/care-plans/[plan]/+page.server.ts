import { error, redirect } from '@sveltejs/kit';
import { acknowledgeConsents, consentsOf } from '#domains/care-plans/index.server.ts';
import { instrumentIds } from '#domains/measures/index.ts';
import { scoresOf } from '#domains/measures/index.server.ts';
import { m } from '#messages';
import { dayIn } from '#platform/clock/index.ts';
import { say } from '#ui/flash.server.ts';
import { planActions } from '../../../plan/plan-actions.server.ts';
import { openedPlan, planNamed } from './opened.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const person = locals.person!;
  const plan = await openedPlan(locals.tx, params.plan, person);
  const consents = await consentsOf(locals.tx, plan, person);
  const scores = (await scoresOf(locals.tx, plan.seeker)).map((score) => ({
    ...score,
    on: dayIn(plan.zone, score.at)
  }));
  return {
    plan,
    open: consents.filter(({ state }) => state === 'open'),
    scoresShared: plan.role !== 'clinician' || consents.some(({ scope }) => scope === 'plan-and-scores'),
    histories: instrumentIds
      .map((instrument) => ({
        instrument,
        scores: scores.filter((score) => score.instrument === instrument)
      }))
      .filter((history) => history.scores.length > 0)
  };
};

export const actions: Actions = {
  ...planActions(planNamed),
  acknowledge: async ({ locals, params, cookies }) => {
    if (await acknowledgeConsents(locals.tx, params.plan, locals.person!)) error(404, 'not-found');
    say(cookies, m.care_plans_acknowledged());
    redirect(303, `/care-plans/${params.plan}`);
  }
};
