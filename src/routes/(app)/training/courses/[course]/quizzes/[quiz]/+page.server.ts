import { error } from '@sveltejs/kit';
import { coursesVisibleTo } from '#domains/training/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { giveIn, keepGoing, sitDown } from '../../../../quiz-sitting.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals }) => {
  const person = locals.person!;
  const { course, quiz, sitting } = await sittingOf(locals.tx, params, person);
  return {
    course: { id: course.id, title: course.content.title },
    sitting: await sitDown(locals.tx, quiz, sitting, person)
  };
};

export const actions: Actions = {
  keep: async ({ params, request, locals: { tx, person } }) => {
    const { quiz, sitting } = await sittingOf(tx, params, person!);
    return keepGoing({ tx, request }, quiz, sitting, person!);
  },
  hand_in: async ({ params, request, locals: { tx, person } }) => {
    const { course, quiz, sitting } = await sittingOf(tx, params, person!);
    return giveIn({ tx, request }, { quiz, version: course.version, sitting, person: person! });
  }
};

async function sittingOf(tx: Tx, params: { course: string; quiz: string }, person: Person) {
  const course = await coursesVisibleTo(tx, person)
    .where('courses.id', '=', params.course)
    .where('mine.begun_at', 'is not', null)
    .executeTakeFirst();
  const quiz = course?.content.quizzes.find(({ id }) => id === params.quiz);
  if (!course || !quiz) error(404);
  return {
    course,
    quiz,
    sitting: { course: course.id, quiz: quiz.id, occasion: 'course' as const, workshop: null }
  };
}
