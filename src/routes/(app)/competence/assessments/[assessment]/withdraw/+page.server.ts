import { error, fail, redirect } from '@sveltejs/kit';
import { m } from '#messages';
import { assessmentRefusals, withdrawalCauses, withdrawalWords } from '#domains/competence/index.ts';
import { withdrawAssessment } from '#domains/competence/index.server.ts';
import { isId } from '#platform/ids.ts';
import { say } from '#ui/flash.server.ts';
import { headOf, isToTick, observationHere } from '../observation.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params: { assessment } }) => {
  const observation = await observationHere(locals, assessment);
  if (!isToTick(observation, assessment, locals.person!))
    redirect(303, `/competence/assessments/${assessment}`);
  return {
    assessment,
    head: headOf(observation),
    causes: withdrawalCauses.map((value) => ({ value, label: withdrawalWords[value]() }))
  };
};

export const actions: Actions = {
  withdraw: async ({ locals, params, request, cookies }) => {
    if (!isId(params.assessment)) error(404);
    const sent = await request.formData();
    const cause = withdrawalCauses.find((known) => known === sent.get('cause'));
    if (!cause) return fail(400, { refusal: m.competence_withdraw_choose() });
    if (!(await withdrawAssessment(locals.tx, { assessment: params.assessment, cause }, locals.person!)))
      return fail(409, { refusal: assessmentRefusals['not-yours']() });
    say(cookies, m.competence_withdrawn());
    redirect(303, '/competence/assess');
  }
};
