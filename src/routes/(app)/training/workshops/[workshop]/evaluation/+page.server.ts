import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { evaluationRefusals } from '#domains/training/index.ts';
import { giveEvaluation, refusalToEvaluate } from '#domains/training/index.server.ts';
import { readForm } from '#platform/forms/index.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import { workshopOf } from '../workshop-of.server.ts';
import type { Actions, PageServerLoad } from './$types';

const score = v.pipe(
  v.picklist(['1', '2', '3', '4', '5'], () => m.training_error_choose()),
  v.transform(Number)
);
const Evaluation = v.object({
  aims_met: score,
  useful: score,
  trainers: score,
  pace: score,
  felt_safe: score,
  words: v.pipe(v.string(), v.trim(), v.maxLength(4000))
});

export const load: PageServerLoad = async ({ params, locals }) => {
  const person = locals.person!;
  const workshop = await workshopOf(locals, params.workshop);
  const refusal = await refusalToEvaluate(locals.tx, workshop.id, person);
  return {
    workshop: { id: workshop.id, title: workshop.title },
    refusal: refusal && evaluationRefusals[refusal]()
  };
};

export const actions: Actions = {
  default: async ({ params, request, locals, cookies }) => {
    const { input, values, errors } = readForm(Evaluation, await request.formData());
    if (!input) return fail(400, { values, errors });
    const refusal = await giveEvaluation(locals.tx, params.workshop, input, locals.person!);
    if (refusal) return fail(409, { values, refusal: evaluationRefusals[refusal]() });
    say(cookies, m.training_evaluation_thanks());
    redirect(303, `/training/workshops/${params.workshop}`);
  }
};
