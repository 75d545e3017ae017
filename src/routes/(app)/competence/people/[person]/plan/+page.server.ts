import { error, fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { getLocale } from '#languages';
import { m } from '#messages';
import {
  planRefusals,
  practiceHelperRoles,
  shownIn,
  suggestedDays,
  suggestedTasks,
  type SuggestedTask
} from '#domains/competence/index.ts';
import {
  colleaguesWith,
  makePlan,
  organisationDay,
  practiceNeededBy
} from '#domains/competence/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { isId } from '#platform/ids.ts';
import { say } from '#ui/flash.server.ts';
import { modulesServing } from '../../../skill-modules.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const { tx } = locals;
  const reader = locals.person!;
  const helper = isId(params.person)
    ? await tx
        .selectFrom('people')
        .where('id', '=', params.person)
        .where('kind', '=', 'staff')
        .select(['id', 'name'])
        .executeTakeFirst()
    : undefined;
  if (!helper || helper.id === reader.id) error(404);
  return {
    helper,
    plans: await suggestedPlans(tx, helper.id, reader),
    helpers: (await colleaguesWith(tx, practiceHelperRoles)).filter(({ id }) => id !== helper.id),
    days: suggestedDays(await organisationDay(tx))
  };
};

const NewPlan = v.object({
  command: v.pipe(v.string(), v.uuid()),
  rubric: v.string(),
  helper: v.union([v.literal(''), v.pipe(v.string(), v.uuid())]),
  practiseBy: v.pipe(v.string(), v.isoDate()),
  reassessBy: v.pipe(v.string(), v.isoDate())
});

export const actions: Actions = {
  default: async ({ locals, params, request, cookies }) => {
    const { tx } = locals;
    const sent = await request.formData();
    const values = Object.fromEntries(sent) as Record<string, string>;
    const chosen = sent.getAll('task').map(String);
    const parsed = v.safeParse(NewPlan, values);
    if (!isId(params.person)) error(404);
    const today = await organisationDay(tx);
    if (
      !parsed.success ||
      chosen.length === 0 ||
      parsed.output.practiseBy < today ||
      parsed.output.reassessBy < today
    )
      return fail(400, { values, chosen, refusal: m.competence_plan_choose_tasks() });
    const { command, rubric, helper, practiseBy, reassessBy } = parsed.output;
    const suggested = (await suggestedPlans(tx, params.person, locals.person!)).find(
      (plan) => plan.rubric === rubric
    );
    const tasks = (suggested?.tasks ?? [])
      .filter(({ key }) => chosen.includes(key))
      .map(({ kind, item, module, title }) => ({
        kind,
        item,
        module,
        title,
        helper: kind === 'practice' || kind === 're-assessment' ? helper || null : null,
        dueOn: kind === 're-assessment' ? reassessBy : practiseBy
      }));
    const refusal = await makePlan(tx, { id: command, helper: params.person, rubric, tasks }, locals.person!);
    if (refusal) return fail(409, { values, chosen, refusal: planRefusals[refusal]() });
    say(cookies, m.competence_plan_made());
    redirect(303, `/competence/practice/${command}`);
  }
};

/** For each rubric that leaves something to practise what a plan could be made of, in the reader's words. */
async function suggestedPlans(tx: Tx, helper: string, reader: Person) {
  const plans = [];
  for (const { observation, items } of await practiceNeededBy(tx, helper, reader)) {
    const shown = shownIn(observation.rubric, getLocale());
    const modules = await modulesServing(tx, observation.rubric.id, reader);
    const skill = (item: string | null) => shown.items.find(({ id }) => id === item)?.title ?? '';
    const tasks = suggestedTasks(items, (item) => modules(item).map(({ id }) => id)).map((task) => ({
      ...task,
      title: titleOf(
        task,
        skill(task.item),
        task.item ? (modules(task.item).find(({ id }) => id === task.module)?.title ?? '') : ''
      )
    }));
    plans.push({ rubric: observation.rubric.id, title: shown.title, on: observation.observedOn, tasks });
  }
  return plans;
}

function titleOf({ kind }: SuggestedTask, skill: string, module: string): string {
  if (kind === 'module') return m.competence_task_title_module({ skill, module });
  if (kind === 'practice') return m.competence_task_title_practice({ skill });
  if (kind === 'reading') return m.competence_task_title_reading({ skill });
  return m.competence_task_title_reassessment();
}
