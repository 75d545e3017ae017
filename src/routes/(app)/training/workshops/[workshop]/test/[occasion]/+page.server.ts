import { error } from '@sveltejs/kit';
import { quizRefusals } from '#domains/training/index.ts';
import { refusalToTest, testOf, workshopsVisibleTo } from '#domains/training/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { giveIn, keepGoing, sitDown } from '../../../../quiz-sitting.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals }) => {
  const person = locals.person!;
  const { workshop, test, sitting } = await sittingOf(locals.tx, params, person);
  const closed = await refusalToTest(
    locals.tx,
    { workshop: workshop.id, occasion: sitting.occasion, at: now() },
    person
  );
  const seated = await sitDown(locals.tx, test.quiz, sitting, person);
  const refusal = closed ? quizRefusals[closed]() : seated.refusal;
  return {
    workshop: { id: workshop.id, title: workshop.title },
    course: test.course,
    before: sitting.occasion === 'before',
    sitting: { ...seated, refusal, attempts: [], attemptsLeft: null }
  };
};

export const actions: Actions = {
  keep: async ({ params, request, locals: { tx, person } }) => {
    const { test, sitting } = await sittingOf(tx, params, person!);
    return keepGoing({ tx, request }, test.quiz, sitting, person!);
  },
  hand_in: async ({ params, request, locals: { tx, person } }) => {
    const { test, sitting } = await sittingOf(tx, params, person!);
    return giveIn({ tx, request }, { quiz: test.quiz, version: test.version, sitting, person: person! });
  }
};

async function sittingOf(tx: Tx, params: { workshop: string; occasion: string }, person: Person) {
  const { occasion } = params;
  if (occasion !== 'before' && occasion !== 'after') error(404);
  const workshop = await workshopsVisibleTo(tx, person)
    .where('workshops.id', '=', params.workshop)
    .executeTakeFirst();
  const test = workshop && (await testOf(tx, workshop.id));
  if (!workshop || !test) error(404);
  const sitting = {
    course: test.course,
    quiz: test.quiz.id,
    occasion: occasion as 'before' | 'after',
    workshop: workshop.id
  };
  return { workshop, test, sitting };
}
