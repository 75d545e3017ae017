import { fail, redirect } from '@sveltejs/kit';
import { answersFrom, score, scoreRefusals } from '#domains/measures/index.ts';
import { askingSoFar, keepAsking, organisationNamed, whoIsThere } from '../asking.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ cookies, locals, params }) => {
  const { answers } = askingSoFar(cookies, params.organisation);
  return {
    ...(await whoIsThere(locals.tx, await organisationNamed(locals.tx, params.organisation))),
    answers
  };
};

export const actions: Actions = {
  default: async ({ request, cookies, params }) => {
    const asking = askingSoFar(cookies, params.organisation);
    const answers = answersFrom(await request.formData(), 'phq-9');
    const scored = answers && score('phq-9', answers);
    if (scored && 'refusal' in scored)
      return fail(400, { answers, refusal: scoreRefusals[scored.refusal]() });
    keepAsking(cookies, params.organisation, { ...asking, answers });
    redirect(303, `/o/${params.organisation}/get-support/name`);
  }
};
