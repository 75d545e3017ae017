/** Making a plan to practise, adding to it, ticking its tasks, and reading it back. */
import { can, type Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { addDays, dayIn, now, type Day } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';
import { observationsOf, type Observation } from './assessment.server.ts';
import { policyOn } from './policy.server.ts';
import { requiredOn } from './policy.ts';
import { closePlan, openPlans } from './practice-plan-closing.server.ts';
import type { PlanOutcome, PlanRefusal, TaskKind } from './practice-plan.ts';
import { itemsToPractise } from './profile.ts';

/** The newest observation of each rubric that leaves something to practise and that no open plan is about, with what. */
export async function practiceNeededBy(
  tx: Tx,
  helper: string,
  person: Person
): Promise<{ observation: Observation; items: string[] }[]> {
  const policy = await policyOn(tx, dayIn(person.organisation.timeZone));
  const planned = (await openPlans(tx, helper).execute()).map(({ rubric }) => rubric);
  const told = (await observationsOf(tx, helper, person)).filter(
    ({ counts, rubric }) => counts && !planned.includes(rubric.id)
  );
  return [...Map.groupBy(told, ({ rubric }) => rubric.id).values()].flatMap(([newest]) => {
    const items = itemsToPractise(newest!.counts!, requiredOn(policy, newest!.rubric.items));
    return items.length > 0 ? [{ observation: newest!, items }] : [];
  });
}

export type NewTask = {
  kind: TaskKind;
  item: string | null;
  title: string;
  module: string | null;
  helper: string | null;
  dueOn: Day;
};

/** Makes a plan from the newest assessment on a rubric. The same id again makes nothing. */
export async function makePlan(
  tx: Tx,
  { id, helper, rubric, tasks }: { id: string; helper: string; rubric: string; tasks: NewTask[] },
  person: Person
): Promise<PlanRefusal | null> {
  if (helper === person.id) return 'oneself';
  const open = await openPlans(tx, helper).execute();
  if (open.some((plan) => plan.id === id)) return null;
  if (open.some((plan) => plan.rubric === rubric)) return 'open-already';
  const needed = (await practiceNeededBy(tx, helper, person)).find(
    ({ observation }) => observation.rubric.id === rubric
  );
  if (!needed || tasks.length === 0) return 'nothing-to-practise';
  await tx
    .insertInto('practice_plans')
    .values({
      organisation_id: person.organisation.id,
      id,
      person_id: helper,
      observation_id: needed.observation.id,
      rubric,
      items: needed.items,
      made_by: person.id,
      made_on: dayIn(person.organisation.timeZone),
      made_at: now()
    })
    .execute();
  for (const task of tasks) await insertTask(tx, { id: newId(), plan: id, ...task }, person);
  await audit(tx, {
    action: 'practice-plan.made',
    subject: helper,
    thing: { kind: 'practice-plan', id }
  });
  return null;
}

/** Adds a task to an open plan of somebody else's. */
export async function addTask(
  tx: Tx,
  task: { id: string; plan: string } & NewTask,
  person: Person
): Promise<PlanRefusal | null> {
  const plan = await planVisibleTo(tx, task.plan, person);
  if (!plan || !can(person, 'assessments.record')) return 'not-yours';
  if (plan.person.id === person.id) return 'oneself';
  if (plan.closing) return 'closed';
  await insertTask(tx, task, person);
  await audit(tx, {
    action: 'practice-plan.task-added',
    subject: plan.person.id,
    thing: { kind: 'practice-plan', id: plan.id }
  });
  return null;
}

/** Ticks a task with what shows it was done. */
export async function completeTask(
  tx: Tx,
  { plan, task, evidence }: { plan: string; task: string; evidence: string },
  person: Person
): Promise<PlanRefusal | null> {
  const found = await planVisibleTo(tx, plan, person);
  const asked = found?.tasks.find(({ id }) => id === task);
  if (!found || !asked) return 'not-yours';
  if (asked.done) return asked.done.evidence === evidence ? null : 'done-already';
  if (found.closing) return 'closed';
  await tx
    .insertInto('practice_task_completions')
    .values({
      organisation_id: person.organisation.id,
      task_id: task,
      evidence,
      done_by: person.id,
      done_at: now()
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await audit(tx, {
    action: 'practice-plan.task-done',
    subject: found.person.id,
    thing: { kind: 'practice-plan', id: plan }
  });
  return null;
}

/** Ends a plan without a re-assessment, with a reason. */
export async function endPlan(
  tx: Tx,
  { plan, reason }: { plan: string; reason: string },
  person: Person
): Promise<PlanRefusal | null> {
  const found = await planVisibleTo(tx, plan, person);
  if (!found || !can(person, 'assessments.record')) return 'not-yours';
  if (found.person.id === person.id) return 'oneself';
  if (found.closing) return found.closing.reason === reason ? null : 'closed';
  await closePlan(
    tx,
    { plan, subject: found.person.id, outcome: 'ended', observation: null, reason },
    person
  );
  return null;
}

export type PlanTask = {
  id: string;
  kind: TaskKind;
  item: string | null;
  title: string;
  module: string | null;
  helper: { id: string; name: string } | null;
  dueOn: Day;
  done: { evidence: string; by: string; at: Date } | null;
};
export type PracticePlan = {
  id: string;
  person: { id: string; name: string };
  rubric: string;
  items: string[];
  madeBy: string;
  madeOn: Day;
  tasks: PlanTask[];
  closing: { outcome: PlanOutcome; on: Day; by: string; reason: string | null } | null;
};

/** Every plan of one person that the reader may see, newest first; the history of what was practised. */
export async function plansOf(tx: Tx, helper: string, person: Person): Promise<PracticePlan[]> {
  return withTasks(tx, await plans(tx, person).where('plan.person_id', '=', helper).execute());
}

/** One plan; null when the reader may not know of it. */
export async function planVisibleTo(tx: Tx, plan: string, person: Person): Promise<PracticePlan | null> {
  return (await withTasks(tx, await plans(tx, person).where('plan.id', '=', plan).execute()))[0] ?? null;
}

export type DueTask = { id: string; plan: string; title: string; person: string; own: boolean; dueOn: Day };

/** Open tasks of open plans that are the reader's to do or to help with, due within so many days, soonest first. */
export async function tasksDueFor(tx: Tx, person: Person, withinDays: number): Promise<DueTask[]> {
  const until = addDays(dayIn(person.organisation.timeZone), withinDays);
  const rows = await tx
    .selectFrom('practice_tasks as task')
    .innerJoin('practice_plans as plan', (join) =>
      join.onRef('plan.organisation_id', '=', 'task.organisation_id').onRef('plan.id', '=', 'task.plan_id')
    )
    .innerJoin('people', 'people.id', 'plan.person_id')
    .leftJoin('practice_plan_closings as closing', 'closing.plan_id', 'plan.id')
    .leftJoin('practice_task_completions as done', 'done.task_id', 'task.id')
    .where('task.organisation_id', '=', person.organisation.id)
    .where('closing.plan_id', 'is', null)
    .where('done.task_id', 'is', null)
    .where('task.due_on', '<=', until)
    .where(({ or, eb }) => or([eb('plan.person_id', '=', person.id), eb('task.helper_id', '=', person.id)]))
    .select(['task.id', 'plan.id as plan', 'task.title', 'people.name', 'plan.person_id', 'task.due_on'])
    .orderBy('task.due_on')
    .execute();
  return rows.map(({ id, plan, title, name, person_id, due_on }) => ({
    id,
    plan,
    title,
    person: name,
    own: person_id === person.id,
    dueOn: due_on
  }));
}

async function insertTask(
  tx: Tx,
  { id, plan, kind, item, title, module, helper, dueOn }: { id: string; plan: string } & NewTask,
  person: Person
): Promise<void> {
  await tx
    .insertInto('practice_tasks')
    .values({
      organisation_id: person.organisation.id,
      id,
      plan_id: plan,
      kind,
      item,
      title,
      module_id: module,
      helper_id: helper,
      due_on: dueOn,
      added_by: person.id,
      added_at: now()
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

function plans(tx: Tx, person: Person) {
  return tx
    .selectFrom('practice_plans as plan')
    .innerJoin('people as learner', 'learner.id', 'plan.person_id')
    .innerJoin('people as maker', 'maker.id', 'plan.made_by')
    .leftJoin('practice_plan_closings as closing', 'closing.plan_id', 'plan.id')
    .leftJoin('people as closer', 'closer.id', 'closing.closed_by')
    .where('plan.organisation_id', '=', person.organisation.id)
    .select([
      'plan.id',
      'plan.person_id',
      'learner.name as person_name',
      'plan.rubric',
      'plan.items',
      'maker.name as made_by',
      'plan.made_on',
      'closing.outcome',
      'closing.reason',
      'closing.closed_on',
      'closer.name as closed_by'
    ])
    .orderBy('plan.made_at', 'desc');
}

async function withTasks(
  tx: Tx,
  rows: Awaited<ReturnType<ReturnType<typeof plans>['execute']>>
): Promise<PracticePlan[]> {
  if (rows.length === 0) return [];
  const tasks = await tx
    .selectFrom('practice_tasks as task')
    .leftJoin('people as helper', 'helper.id', 'task.helper_id')
    .leftJoin('practice_task_completions as done', 'done.task_id', 'task.id')
    .leftJoin('people as doer', 'doer.id', 'done.done_by')
    .where(
      'task.plan_id',
      'in',
      rows.map(({ id }) => id)
    )
    .select(['task.id', 'task.plan_id', 'task.kind', 'task.item', 'task.title', 'task.module_id'])
    .select(['task.helper_id', 'helper.name as helper_name', 'task.due_on'])
    .select(['done.evidence', 'done.done_at', 'doer.name as done_by'])
    .orderBy('task.due_on')
    .orderBy('task.id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    person: { id: row.person_id, name: row.person_name },
    rubric: row.rubric,
    items: row.items,
    madeBy: row.made_by,
    madeOn: row.made_on,
    closing: row.outcome
      ? {
          outcome: row.outcome as PlanOutcome,
          on: row.closed_on!,
          by: row.closed_by!,
          reason: row.reason
        }
      : null,
    tasks: tasks
      .filter(({ plan_id }) => plan_id === row.id)
      .map((task) => ({
        id: task.id,
        kind: task.kind as TaskKind,
        item: task.item,
        title: task.title,
        module: task.module_id,
        helper: task.helper_id ? { id: task.helper_id, name: task.helper_name! } : null,
        dueOn: task.due_on,
        done: task.evidence ? { evidence: task.evidence, by: task.done_by!, at: task.done_at! } : null
      }))
  }));
}
