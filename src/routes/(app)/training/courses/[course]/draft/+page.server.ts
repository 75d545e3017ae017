import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { draftRefusals, wordsOfFault, type CourseContent } from '#domains/training/index.ts';
import { mediaOf, packagesOf, publishCourse, saveDraft } from '#domains/training/index.server.ts';
import { readForm } from '#platform/forms/index.ts';
import { isId } from '#platform/ids.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import type { Actions, PageServerLoad } from './$types';
import { draftOf, earlier, revisionIn } from './draft.server.ts';

const Head = v.object({
  title: v.pipe(
    v.string(),
    v.trim(),
    v.nonEmpty(() => m.training_error_required()),
    v.maxLength(200)
  ),
  summary: v.pipe(v.string(), v.trim(), v.maxLength(2000))
});

export const load: PageServerLoad = async ({ params, locals }) => {
  const draft = await draftOf(locals.tx, params.course, locals.person!);
  const packages = await packagesOf(locals.tx, params.course);
  return {
    ...draft,
    media: await mediaOf(locals.tx, params.course),
    packages: packages.map(({ id, title, edition, items }) => ({ id, title, edition, count: items.length }))
  };
};

type Event = Parameters<Actions[string]>[0] & { params: { course: string } };

export const actions: Actions = {
  head: async (event) => {
    const form = await event.request.formData();
    const { input, values, errors } = readForm(Head, form);
    if (!input) return fail(400, { values, errors });
    return (await change(event, form, (content) => ({ ...content, ...input }))) ?? done(event);
  },
  // A new lesson or quiz is written on its own page, and is there once it has been saved.
  move: async (event) => {
    const form = await event.request.formData();
    const thing = String(form.get('thing'));
    const moved = (content: CourseContent) => ({
      ...content,
      lessons: earlier(content.lessons, thing),
      quizzes: earlier(content.quizzes, thing)
    });
    return (await change(event, form, moved)) ?? done(event);
  },
  remove: async (event) => {
    const form = await event.request.formData();
    const thing = form.get('thing');
    if (!isId(thing)) return fail(400, {});
    const without = (content: CourseContent) => ({
      ...content,
      lessons: content.lessons.filter(({ id }) => id !== thing),
      quizzes: content.quizzes.filter(({ id }) => id !== thing)
    });
    return (await change(event, form, without)) ?? done(event);
  },
  publish: async (event) => {
    const faults = await publishCourse(event.locals.tx, event.params.course!, event.locals.person!);
    if (faults.length > 0) return fail(409, { faults: faults.map(wordsOfFault) });
    say(event.cookies, m.training_course_is_published());
    redirect(303, `/training/courses/${event.params.course}`);
  }
};

async function change(
  { params, locals }: Pick<Event, 'params' | 'locals'>,
  form: FormData,
  changed: (content: CourseContent) => CourseContent
) {
  const refusal = await saveDraft(
    locals.tx,
    { course: params.course, revision: revisionIn(form) },
    changed,
    locals.person!
  );
  return refusal && fail(409, { refusal: draftRefusals[refusal]() });
}

function done({ params, cookies }: Pick<Event, 'params' | 'cookies'>): never {
  say(cookies, m.training_course_saved());
  redirect(303, `/training/courses/${params.course}/draft`);
}
