import { error } from '@sveltejs/kit';
import { safetyAction } from '../../../../plan/safety.server.ts';
import { openedPlan, planNamed } from '../opened.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const { id, safety, pseudonym, role } = await openedPlan(locals.tx, params.plan, locals.person!);
  // A clinician reads the safety plan on the plan's own page; writing it is for the two whose plan it is.
  if (role === 'clinician') error(404, 'not-found');
  return { id, safety, pseudonym };
};

export const actions: Actions = { default: safetyAction(planNamed, (plan) => `/care-plans/${plan}`) };
