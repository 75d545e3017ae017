import { error, fail, redirect } from '@sveltejs/kit';
import { packageRefusals } from '#domains/training/index.ts';
import { addPackage, packagesOf, removePackage } from '#domains/training/index.server.ts';
import { isId } from '#platform/ids.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import type { Actions, PageServerLoad } from './$types';
import { draftOf } from '../draft.server.ts';

export const load: PageServerLoad = async ({ params, locals }) => {
  const { id, content } = await draftOf(locals.tx, params.course, locals.person!);
  const packages = await packagesOf(locals.tx, id);
  return { id, title: content.title, packages: packages.map(({ items: _items, ...one }) => one) };
};

export const actions: Actions = {
  add: async ({ params, request, locals, cookies }) => {
    await draftOf(locals.tx, params.course, locals.person!);
    const form = await request.formData();
    const [command, file] = [form.get('command'), form.get('file')];
    if (!isId(command)) error(400);
    if (!(file instanceof File) || file.size === 0)
      return fail(400, { errors: { file: m.training_error_required() } });
    const bytes = Buffer.from(await file.arrayBuffer());
    const refusal = await addPackage(
      locals.tx,
      { id: command, course: params.course, bytes },
      locals.person!
    );
    if (refusal) return fail(409, { refusal: packageRefusals[refusal]() });
    say(cookies, m.training_package_added());
    redirect(303, `/training/courses/${params.course}/draft/packages`);
  },
  remove: async ({ params, request, locals, cookies }) => {
    const id = (await request.formData()).get('package');
    if (!isId(id)) error(400);
    await removePackage(locals.tx, { course: params.course, id }, locals.person!);
    say(cookies, m.training_package_removed());
    redirect(303, `/training/courses/${params.course}/draft/packages`);
  }
};
