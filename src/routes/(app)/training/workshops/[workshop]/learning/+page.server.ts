import { error, fail, redirect } from '@sveltejs/kit';
import { evaluationAnswersMin, evaluationItemNames, evaluationItems } from '#domains/training/index.ts';
import {
  askForCourse,
  cohortOfWorkshop,
  coursesVisibleTo,
  evaluationOf,
  gainOfWorkshop,
  setWorkshopTest,
  testOf,
  trainersOf,
  workshopsVisibleTo
} from '#domains/training/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { isId } from '#platform/ids.ts';
import { formatList, formatNumber, formatShare } from '#platform/languages/format.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import { testChoices } from '../../../../test-choices.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals }) => {
  const { tx } = locals;
  const person = locals.person!;
  const workshop = await workshopOf(tx, params.workshop, person);
  const test = await testOf(tx, workshop.id);
  const courses = await coursesVisibleTo(tx, person).execute();
  const evaluation = await evaluationOf(tx, workshop.id);
  return {
    workshop: { id: workshop.id, title: workshop.title },
    trainers: formatList((await trainersOf(tx, workshop.id)).map(({ name }) => name)),
    learners: await cohortOfWorkshop(tx, { workshop: workshop.id, at: now() }, person),
    test: test?.quiz.title ?? null,
    tests: await testChoices(tx, person),
    courses: courses.map(({ id, content }) => ({ value: id, label: content.title })),
    gain: await gainWords(tx, workshop.id),
    evaluation: evaluation && {
      n: evaluation.n,
      means: evaluationItems.map((item) => ({
        item: evaluationItemNames[item](),
        mean: formatNumber(evaluation.means[item], 1)
      })),
      words: evaluation.words
    },
    evaluationMin: evaluationAnswersMin
  };
};

export const actions: Actions = {
  ask: async ({ params, request, locals, cookies }) => {
    const course = (await request.formData()).get('course');
    if (!isId(course)) return fail(400, { act: 'ask', error: m.training_error_choose() });
    const workshop = await workshopOf(locals.tx, params.workshop, locals.person!);
    await askForCourse(locals.tx, { workshop: workshop.id, course }, locals.person!);
    say(cookies, m.training_course_asked());
    redirect(303, `/training/workshops/${workshop.id}/learning`);
  },
  test: async ({ params, request, locals, cookies }) => {
    const [course, quiz] = String((await request.formData()).get('test')).split('/');
    if (!isId(course) || !isId(quiz)) return fail(400, { act: 'test', error: m.training_error_choose() });
    const workshop = await workshopOf(locals.tx, params.workshop, locals.person!);
    const refusal = await setWorkshopTest(locals.tx, { workshop: workshop.id, course, quiz }, locals.person!);
    if (refusal) return fail(409, { act: 'test', error: m.training_test_set_once() });
    say(cookies, m.training_test_is_set());
    redirect(303, `/training/workshops/${workshop.id}/learning`);
  }
};

async function workshopOf(tx: Tx, id: string, person: Person) {
  const workshop = await workshopsVisibleTo(tx, person).where('workshops.id', '=', id).executeTakeFirst();
  return workshop ?? error(404);
}

async function gainWords(tx: Tx, workshop: string) {
  const found = await gainOfWorkshop(tx, workshop);
  if (!found) return null;
  const { gain, before, after, items } = found;
  const points = (share: number) => formatNumber(share * 100, 1);
  return {
    answered: m.training_gain_answered({ before, after }),
    figures: gain && {
      n: gain.n,
      before: formatShare(gain.before),
      after: formatShare(gain.after),
      mean: m.training_gain_points({ points: points(gain.mean) }),
      interval: gain.interval
        ? m.training_gain_interval({ from: points(gain.interval[0]), to: points(gain.interval[1]) })
        : m.training_gain_no_interval(),
      normalised: gain.normalised === null ? '–' : formatNumber(gain.normalised, 2)
    },
    // What was learned least stands first: that is what to teach again.
    items: items
      .toSorted((one, other) => one.after - other.after)
      .map(({ question, text, before, after }) => ({
        question,
        text,
        before: formatShare(before),
        after: formatShare(after)
      }))
  };
}
