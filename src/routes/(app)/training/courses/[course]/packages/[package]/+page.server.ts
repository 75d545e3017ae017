import { error, fail, redirect } from '@sveltejs/kit';
import { contentsOf, isDone, packageStandingNames, visitRefusals } from '#domains/training/index.ts';
import { openItem, opensNowTo, packageCompletionsOf, packagesOf } from '#domains/training/index.server.ts';
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
  const ordered = found.sequencing && { id: found.id, sequencing: found.sequencing };
  const identifiers = found.items.map(({ identifier }) => identifier);
  const opens = ordered && (await opensNowTo(tx, ordered, identifiers, person!));
  const items = found.items.map(({ identifier, title, within = [] }) => {
    const item = mine?.items.find((one) => one.identifier === identifier);
    const standing = item?.standing ?? 'not-begun';
    return {
      ...{ identifier, title, within, standing },
      says: packageStandingNames[standing](),
      opens: opens === null || opens.choices.includes(identifier),
      scaled: item?.scaled ?? null
    };
  });
  const left = items.filter(({ standing }) => !isDone(standing));
  const next = opens
    ? opens.next
    : (left.find(({ standing }) => standing === 'under-way') ?? left[0] ?? items[0]!).identifier;
  return {
    course: { id: course.id, title: course.content.title },
    title: found.title,
    canOpen: settings().lessonsOrigin !== null,
    chapters: contentsOf(items),
    next,
    ordered: ordered !== null,
    nextTitle: items.find(({ identifier }) => identifier === next)?.title ?? null,
    begun: mine !== undefined,
    whole: ordered && mine && { says: packageStandingNames[mine.standing](), done: mine.done }
  };
};

export const actions: Actions = {
  open: async ({ params, request, locals }) => {
    const form = await request.formData();
    const [id, item] = [form.get('command'), form.get('item') ?? undefined];
    if (!isId(id) || item instanceof File) error(400);
    const refusal = await openItem(locals.tx, { ...params, id, item }, locals.person!);
    if (refusal === 'not-yet') return fail(409, { refusal: visitRefusals[refusal]() });
    if (refusal) error(404);
    redirect(303, `/training/courses/${params.course}/packages/${params.package}/visits/${id}`);
  }
};
