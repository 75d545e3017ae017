import { error, fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { reported, reportRefusals, startOf, stepAskedFor } from '#domains/training/index.ts';
import { leaveItem, pseudonymsOf, saveReport, visitOf, waysOfVisit } from '#domains/training/index.server.ts';
import { now } from '#platform/clock/index.ts';
import { isId } from '#platform/ids.ts';
import { settings } from '#platform/settings/index.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals }) => {
  const person = locals.person!;
  const { lessonsOrigin } = settings();
  const visit = await visitOf(locals.tx, params.visit, person);
  const item = visit?.items.find(({ identifier }) => identifier === visit.item);
  if (!visit || !item || visit.package !== params.package || visit.course !== params.course) error(404);
  if (!lessonsOrigin) error(404);
  locals.frames = lessonsOrigin;
  const id = (await pseudonymsOf(locals.tx, [person.id])).get(person.id)!;
  const order = await waysOfVisit(locals.tx, visit, person);
  const ways = order && { continue: order.continue, previous: order.previous };
  return {
    title: item.title,
    ways,
    back: `/training/courses/${visit.course}/packages/${visit.package}`,
    closed: visit.closesAt <= now(),
    lessonsOrigin,
    stage: `${lessonsOrigin}/o/${person.organisation.slug}/lessons/${visit.code}/stage/stage.html`,
    sequence: visit.sequence ?? 0,
    begin: {
      edition: visit.edition,
      href: item.href,
      cmi: startOf(visit.edition, {
        kept: visit.cmi,
        item,
        learner: { id, name: person.name },
        seconds: visit.seconds ?? visit.secondsBefore,
        objectives: order?.objectives
      }),
      ways,
      items: visit.items.map(({ identifier }) => identifier)
    }
  };
};

const Report = v.object({
  cmi: v.pipe(v.string(), v.maxLength(400_000), v.parseJson()),
  sequence: v.pipe(v.string(), v.transform(Number))
});

export const actions: Actions = {
  save: async ({ params, request, locals }) => {
    const said = v.safeParse(v.pipe(Report, reported), Object.fromEntries(await request.formData()));
    if (!said.success) return fail(400, { refusal: reportRefusals['too-much']() });
    const refusal = await saveReport(locals.tx, { ...said.output, visit: params.visit }, locals.person!);
    if (refusal) return fail(409, { refusal: reportRefusals[refusal]() });
    return { saved: true };
  },
  /** Leaves the item, in a package that keeps an order: for what its script or the learner asked for, or for the list. */
  leave: async ({ params, request, locals }) => {
    const form = await request.formData();
    const [id, step] = [form.get('command'), stepAskedFor(String(form.get('step')))];
    if (!isId(id) || !step) error(400);
    const { opened, refusal } = await leaveItem(locals.tx, { id, visit: params.visit, step }, locals.person!);
    const list = `/training/courses/${params.course}/packages/${params.package}`;
    redirect(303, opened ? `${list}/visits/${id}` : refusal ? `${list}?not-yet` : list);
  }
};
