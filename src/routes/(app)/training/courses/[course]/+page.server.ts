import { error, redirect } from '@sveltejs/kit';
import { nextLesson, packageStandingNames } from '#domains/training/index.ts';
import {
  packageCompletionsOf,
  packagesOf,
  standingIn,
  takeUpCourse
} from '#domains/training/index.server.ts';
import { can } from '#platform/access/index.ts';
import { courseOf } from './course.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals }) => {
  const person = locals.person!;
  const course = await courseOf(locals, params.course);
  const { content } = course;
  const done = course.my_done ?? [];
  const quizzes = [];
  for (const quiz of content.quizzes) {
    const sitting = { course: course.id, quiz: quiz.id, occasion: 'course' as const, workshop: null };
    const { counting } = await standingIn(locals.tx, quiz, sitting, person);
    quizzes.push({
      id: quiz.id,
      title: quiz.title,
      share: counting?.share ?? null,
      passed: counting?.passed
    });
  }
  const opened = await packageCompletionsOf(locals.tx, [person.id]);
  const packages = (await packagesOf(locals.tx, course.id)).map(({ id, title }) => {
    const mine = opened.find((one) => one.package === id);
    return {
      id,
      title,
      done: mine?.done ?? false,
      says: mine ? packageStandingNames[mine.standing]() : null
    };
  });
  return {
    id: course.id,
    title: content.title,
    summary: content.summary,
    begun: course.my_begun_at !== null,
    lessons: content.lessons.map(({ id, title }) => ({ id, title, done: done.includes(id) })),
    next: nextLesson(content.lessons, done, course.my_bookmark)?.id ?? null,
    quizzes,
    packages,
    mayTake: can(person, 'courses.take'),
    writes: can(person, 'courses.write')
  };
};

export const actions: Actions = {
  take: async ({ params, locals }) => {
    if (await takeUpCourse(locals.tx, params.course, locals.person!)) error(404);
    redirect(303, `/training/courses/${params.course}`);
  }
};
