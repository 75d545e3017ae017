import { error, fail, redirect } from '@sveltejs/kit';
import { answersIn, paperRefusals, testNames } from '#domains/training/index.ts';
import { enterPaper, learnersWithPapers, paperOfTest } from '#domains/training/index.server.ts';
import { isId } from '#platform/ids.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import { occasionIn, testToEnter } from '../../../test-of.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals }) => {
  const { workshop, test, occasion, learner } = await paperAt(locals, params);
  return {
    workshop: { id: workshop.id, title: workshop.title },
    occasion,
    title: `${testNames[occasion]()} · ${test.quiz.title}`,
    name: learner.name,
    refusal: learner.answered ? paperRefusals['answered-before']() : null,
    paper: learner.answered ? [] : paperOfTest(workshop.id, test, learner.id)
  };
};

export const actions: Actions = {
  default: async ({ params, request, locals, cookies }) => {
    const { workshop, test, occasion, learner } = await paperAt(locals, params);
    const form = await request.formData();
    const id = form.get('command');
    if (!isId(id)) error(400);
    const answers = answersIn(form, paperOfTest(workshop.id, test, learner.id));
    const paper = { id, workshop: workshop.id, occasion, learner: learner.id, answers };
    const refusal = await enterPaper(locals.tx, paper, locals.person!);
    if (refusal) return fail(409, { given: answers, refusal: paperRefusals[refusal]() });
    say(cookies, m.training_paper_entered({ name: learner.name }));
    redirect(303, `/training/workshops/${workshop.id}/test/${occasion}/paper`);
  }
};

type Params = { workshop: string; occasion: string; person: string };

async function paperAt(locals: App.Locals, params: Params) {
  const occasion = occasionIn(params);
  const { workshop, test } = await testToEnter(locals, params);
  const learners = await learnersWithPapers(locals.tx, workshop.id, occasion);
  const learner = learners.find(({ id }) => id === params.person);
  if (!learner) error(404);
  return { workshop, test, occasion, learner };
}
