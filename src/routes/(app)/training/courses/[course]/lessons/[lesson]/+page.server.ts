import { error, redirect } from '@sveltejs/kit';
import { now } from '#platform/clock/index.ts';
import { finishLessons, leaveBookmark, lessonHtml, mediaOf } from '#domains/training/index.server.ts';
import { courseTaken } from '../../course.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals }) => {
  const person = locals.person!;
  const course = await courseTaken(locals, params.course);
  const { lessons } = course.content;
  const at = lessons.findIndex(({ id }) => id === params.lesson);
  const lesson = lessons[at];
  if (!lesson) error(404);
  await leaveBookmark(locals.tx, params, person);
  return {
    course: { id: course.id, title: course.content.title },
    language: course.language,
    title: lesson.title,
    number: at + 1,
    count: lessons.length,
    html: lessonHtml(
      lesson.words,
      await mediaOf(locals.tx, course.id),
      course.language,
      (file) => `/training/courses/${course.id}/media/${file}`
    ),
    done: course.my_done?.includes(lesson.id) ?? false,
    before: lessons[at - 1]?.id ?? null,
    after: lessons[at + 1]?.id ?? null
  };
};

export const actions: Actions = {
  done: async ({ params, locals }) => {
    const person = locals.person!;
    const { content } = await courseTaken(locals, params.course);
    await finishLessons(locals.tx, { course: params.course, lessons: [params.lesson], at: now() }, person);
    const at = content.lessons.findIndex(({ id }) => id === params.lesson);
    const next = content.lessons[at + 1];
    redirect(303, `/training/courses/${params.course}${next ? `/lessons/${next.id}` : ''}`);
  }
};
