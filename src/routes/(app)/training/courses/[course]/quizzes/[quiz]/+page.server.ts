import { error } from '@sveltejs/kit';
import { giveIn, keepGoing, sitDown } from '../../../../quiz-sitting.server.ts';
import { courseTaken } from '../../course.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals }) => {
  const person = locals.person!;
  const { course, quiz, sitting } = await sittingOf(locals, params);
  return {
    course: { id: course.id, title: course.content.title },
    sitting: await sitDown(locals.tx, quiz, sitting, person)
  };
};

export const actions: Actions = {
  keep: async ({ params, request, locals }) => {
    const { quiz, sitting } = await sittingOf(locals, params);
    return keepGoing({ tx: locals.tx, request }, quiz, sitting, locals.person!);
  },
  hand_in: async ({ params, request, locals }) => {
    const { course, quiz, sitting } = await sittingOf(locals, params);
    const person = locals.person!;
    return giveIn({ tx: locals.tx, request }, { quiz, version: course.version, sitting, person });
  }
};

async function sittingOf(locals: App.Locals, params: { course: string; quiz: string }) {
  const course = await courseTaken(locals, params.course);
  const quiz = course.content.quizzes.find(({ id }) => id === params.quiz);
  if (!quiz) error(404);
  return {
    course,
    quiz,
    sitting: { course: course.id, quiz: quiz.id, occasion: 'course' as const, workshop: null }
  };
}
