import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { draftRefusals, type CourseContent, type Lesson } from '#domains/training/index.ts';
import { lessonHtml, mediaOf, saveDraft } from '#domains/training/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { readForm } from '#platform/forms/index.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import type { Actions, PageServerLoad } from './$types';
import { draftOf, revisionIn } from '../../draft.server.ts';

const Words = v.object({
  title: v.pipe(
    v.string(),
    v.trim(),
    v.nonEmpty(() => m.training_error_required()),
    v.maxLength(200)
  ),
  words: v.pipe(v.string(), v.maxLength(60_000))
});

export const load: PageServerLoad = async ({ params, locals }) => {
  const { id, content, revision, language } = await draftOf(locals.tx, params.course, locals.person!);
  const lesson = content.lessons.find((one) => one.id === params.lesson);
  return {
    course: { id, title: content.title, language },
    revision,
    media: (await mediaOf(locals.tx, id)).map(({ id, title }) => ({ id, title })),
    title: lesson?.title ?? '',
    words: lesson?.words ?? ''
  };
};

export const actions: Actions = {
  save: async ({ params, request, locals, cookies }) => {
    const form = await request.formData();
    const { input, values, errors } = readForm(Words, form);
    if (!input) return fail(400, { values, errors });
    const refusal = await saveDraft(
      locals.tx,
      { course: params.course, revision: revisionIn(form) },
      (content) => withLesson(content, { id: params.lesson, ...input }),
      locals.person!
    );
    if (refusal) return fail(409, { values, refusal: draftRefusals[refusal]() });
    say(cookies, m.training_course_saved());
    redirect(303, `/training/courses/${params.course}/draft/lessons/${params.lesson}`);
  },
  // Shows what it will look like, and keeps nothing but what is in the form.
  preview: async ({ params, request, locals }) => {
    const { values } = readForm(Words, await request.formData());
    return {
      values,
      preview: await previewOf(locals.tx, params.course, String(values.words ?? ''), locals.person!)
    };
  }
};

async function previewOf(tx: Tx, course: string, words: string, person: Person): Promise<string> {
  const { language } = await draftOf(tx, course, person);
  return lessonHtml(
    words,
    await mediaOf(tx, course),
    language,
    (file) => `/training/courses/${course}/media/${file}`
  );
}

function withLesson(content: CourseContent, lesson: Lesson): CourseContent {
  const known = content.lessons.some(({ id }) => id === lesson.id);
  const lessons = known
    ? content.lessons.map((one) => (one.id === lesson.id ? lesson : one))
    : [...content.lessons, lesson];
  return { ...content, lessons };
}
