import { error, fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { getLocale } from '#languages';
import { m } from '#messages';
import {
  newestRubric,
  planRefusals,
  practiceHelperRoles,
  shownIn,
  taskKinds
} from '#domains/competence/index.ts';
import {
  addTask,
  colleaguesWith,
  completeTask,
  endPlan,
  organisationDay,
  planVisibleTo,
  rubricsHere
} from '#domains/competence/index.server.ts';
import { can } from '#platform/access/index.ts';
import { isId } from '#platform/ids.ts';
import { say } from '#ui/flash.server.ts';
import { moduleHref } from '../../skill-modules.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const { tx } = locals;
  const reader = locals.person!;
  const plan = isId(params.practice) ? await planVisibleTo(tx, params.practice, reader) : null;
  if (!plan) error(404);
  const rubric = shownIn(newestRubric(await rubricsHere(tx), plan.rubric)!, getLocale());
  const skill = (item: string) => rubric.items.find(({ id }) => id === item)?.title ?? item;
  const own = plan.person.id === reader.id;
  const mayChange = !own && can(reader, 'assessments.record') && !plan.closing;
  return {
    plan: {
      ...plan,
      items: plan.items.map(skill),
      tasks: plan.tasks.map((task) => ({
        ...task,
        href: task.module && (own ? '/training/mine' : moduleHref(task.module, reader))
      }))
    },
    rubric: { id: rubric.id, title: rubric.title },
    today: await organisationDay(tx),
    mayTick: !plan.closing,
    mayChange,
    mayAssess: !own && can(reader, 'assessments.record'),
    helpers: mayChange
      ? (await colleaguesWith(tx, practiceHelperRoles)).filter(({ id }) => id !== plan.person.id)
      : []
  };
};

const text = (max: number) => v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(max));
const Done = v.object({ task: v.pipe(v.string(), v.uuid()), evidence: text(2000) });
const NewTask = v.object({
  command: v.pipe(v.string(), v.uuid()),
  kind: v.picklist(taskKinds),
  title: text(300),
  helper: v.union([v.literal(''), v.pipe(v.string(), v.uuid())]),
  dueOn: v.pipe(v.string(), v.isoDate())
});

export const actions: Actions = {
  done: async ({ locals, params, request, cookies }) => {
    const values = Object.fromEntries(await request.formData()) as Record<string, string>;
    const parsed = v.safeParse(Done, values);
    if (!isId(params.practice)) error(404);
    if (!parsed.success) return fail(400, { values, refusal: m.competence_plan_evidence_missing() });
    const refusal = await completeTask(
      locals.tx,
      { plan: params.practice, ...parsed.output },
      locals.person!
    );
    if (refusal) return fail(409, { values, refusal: planRefusals[refusal]() });
    say(cookies, m.competence_plan_ticked());
    redirect(303, `/competence/practice/${params.practice}`);
  },
  add: async ({ locals, params, request, cookies }) => {
    const values = Object.fromEntries(await request.formData()) as Record<string, string>;
    const parsed = v.safeParse(NewTask, values);
    if (!isId(params.practice)) error(404);
    if (!parsed.success) return fail(400, { values, refusal: m.competence_plan_task_incomplete() });
    const { command, helper, ...task } = parsed.output;
    const refusal = await addTask(
      locals.tx,
      { id: command, plan: params.practice, item: null, module: null, helper: helper || null, ...task },
      locals.person!
    );
    if (refusal) return fail(409, { values, refusal: planRefusals[refusal]() });
    say(cookies, m.competence_plan_task_added());
    redirect(303, `/competence/practice/${params.practice}`);
  },
  end: async ({ locals, params, request, cookies }) => {
    const values = Object.fromEntries(await request.formData()) as Record<string, string>;
    const reason = String(values.reason ?? '').trim();
    if (!isId(params.practice)) error(404);
    if (!reason || reason.length > 2000) return fail(400, { values, refusal: m.competence_reason_missing() });
    const refusal = await endPlan(locals.tx, { plan: params.practice, reason }, locals.person!);
    if (refusal) return fail(409, { values, refusal: planRefusals[refusal]() });
    say(cookies, m.competence_plan_was_ended());
    redirect(303, `/competence/practice/${params.practice}`);
  }
};
