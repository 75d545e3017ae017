import { fail, redirect } from '@sveltejs/kit';
import {
  askForCourse,
  cohortOfWorkshop,
  coursesVisibleTo,
  evaluationOf,
  gainOfWorkshop,
  mayEnterPapers,
  setWorkshopTest,
  testOf,
  trainersOf
} from '#domains/training/index.server.ts';
import { now } from '#platform/clock/index.ts';
import { isId } from '#platform/ids.ts';
import { formatList } from '#platform/languages/format.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import { quizChoices } from '../../../../test-choices.server.ts';
import { evaluationWords, gainWords } from '../../../figures.server.ts';
import { workshopOf } from '../workshop-of.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals }) => {
  const { tx } = locals;
  const person = locals.person!;
  const workshop = await workshopOf(locals, params.workshop);
  const test = await testOf(tx, workshop.id);
  const courses = await coursesVisibleTo(tx, person).execute();
  const gain = await gainOfWorkshop(tx, workshop.id);
  const evaluation = await evaluationOf(tx, workshop.id);
  return {
    workshop: { id: workshop.id, title: workshop.title },
    trainers: formatList((await trainersOf(tx, workshop.id)).map(({ name }) => name)),
    learners: await cohortOfWorkshop(tx, { workshop: workshop.id, at: now() }, person),
    test: test?.quiz.title ?? null,
    papers: test !== null && (await mayEnterPapers(tx, workshop.id, person)),
    tests: await quizChoices(tx, person),
    courses: courses.map(({ id, content }) => ({ value: id, label: content.title })),
    gain: gain && gainWords(gain),
    evaluation: evaluation && evaluationWords(evaluation)
  };
};

export const actions: Actions = {
  ask: async ({ params, request, locals, cookies }) => {
    const course = (await request.formData()).get('course');
    if (!isId(course)) return fail(400, { act: 'ask', error: m.training_error_choose() });
    const workshop = await workshopOf(locals, params.workshop);
    await askForCourse(locals.tx, { workshop: workshop.id, course }, locals.person!);
    say(cookies, m.training_course_asked());
    redirect(303, `/training/workshops/${workshop.id}/learning`);
  },
  test: async ({ params, request, locals, cookies }) => {
    const [course, quiz] = String((await request.formData()).get('test')).split('/');
    if (!isId(course) || !isId(quiz)) return fail(400, { act: 'test', error: m.training_error_choose() });
    const workshop = await workshopOf(locals, params.workshop);
    const refusal = await setWorkshopTest(locals.tx, { workshop: workshop.id, course, quiz }, locals.person!);
    if (refusal) return fail(409, { act: 'test', error: m.training_test_set_once() });
    say(cookies, m.training_test_is_set());
    redirect(303, `/training/workshops/${workshop.id}/learning`);
  }
};
