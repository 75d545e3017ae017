import { error, redirect } from '@sveltejs/kit';
import { contentsOf, packageStandingNames } from '#domains/training/index.ts';
import { openItem, packageCompletionsOf, packagesOf } from '#domains/training/index.server.ts';
import { isId } from '#platform/ids.ts';
import { settings } from '#platform/settings/index.server.ts';
import { courseTaken } from '../../course.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals }) => {
  const { tx, person } = locals;
  const course = await courseTaken(locals, params.course);
  const found = (await packagesOf(tx, course.id)).find(({ id }) => id === params.package);
  if (!found) error(404);
  const mine = (await packageCompletionsOf(tx, [person!.id])).find((one) => one.package === found.id);
  const items = found.items.map(({ identifier, title, within = [] }) => {
    const item = mine?.items.find((one) => one.identifier === identifier);
    const standing = item?.standing ?? 'not-begun';
    return {
      ...{ identifier, title, within, standing },
      says: packageStandingNames[standing](),
      scaled: item?.scaled ?? null
    };
  });
  const left = items.filter(({ standing }) => standing !== 'passed' && standing !== 'completed');
  return {
    course: { id: course.id, title: course.content.title },
    title: found.title,
    canOpen: settings().lessonsOrigin !== null,
    chapters: contentsOf(items),
    next: (left.find(({ standing }) => standing === 'under-way') ?? left[0] ?? items[0]!).identifier
  };
};

export const actions: Actions = {
  open: async ({ params, request, locals }) => {
    const form = await request.formData();
    const [id, item] = [form.get('command'), form.get('item')];
    if (!isId(id) || typeof item !== 'string') error(400);
    if (await openItem(locals.tx, { ...params, id, item }, locals.person!)) error(404);
    redirect(303, `/training/courses/${params.course}/packages/${params.package}/visits/${id}`);
  }
};
