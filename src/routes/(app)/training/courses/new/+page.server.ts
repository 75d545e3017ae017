import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { workshopKindNames, workshopKinds } from '#domains/training/index.ts';
import { beginCourse } from '#domains/training/index.server.ts';
import { locales } from '#languages';
import { readForm } from '#platform/forms/index.ts';
import { m } from '#messages';
import type { Actions, PageServerLoad } from './$types';

const Course = v.object({
  command: v.pipe(v.string(), v.uuid()),
  title: v.pipe(
    v.string(),
    v.trim(),
    v.nonEmpty(() => m.training_error_required()),
    v.maxLength(200)
  ),
  kind: v.picklist(workshopKinds, () => m.training_error_choose()),
  language: v.picklist(locales, () => m.training_error_choose())
});

export const load: PageServerLoad = () => ({
  kinds: workshopKinds.map((kind) => ({ value: kind, label: workshopKindNames[kind]() })),
  languages: locales.map((locale) => ({ value: locale, label: m.language_name({}, { locale }) }))
});

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const { input, values, errors } = readForm(Course, await request.formData());
    if (!input) return fail(400, { values, errors });
    const { command, ...course } = input;
    await beginCourse(locals.tx, { id: command, ...course }, locals.person!);
    redirect(303, `/training/courses/${command}/draft`);
  }
};
