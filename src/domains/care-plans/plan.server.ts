/** Writing in a plan. Nothing is overwritten: new words are a version, a tick is a row, a comment stays. */
import { sql } from 'kysely';
import type { Person } from '#platform/access/index.ts';
import { audit, type Entry } from '#platform/audit/index.server.ts';
import { now, type Day } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { seal } from '#platform/encryption/index.server.ts';
import { roleIn, type Mark, type PartKind, type PlanRefusal, type PlanRole } from './plan.ts';

/** The plans the person may see: their own, those of whom they support now, those a clinician was let into. */
export function plansVisibleTo(tx: Tx, person: Person) {
  return tx
    .selectFrom('care_plans')
    .innerJoin('people as seeker', 'seeker.id', 'care_plans.seeker_id')
    .innerJoin('organisations', 'organisations.id', 'care_plans.organisation_id')
    .select([
      'care_plans.id',
      'care_plans.seeker_id as seeker',
      'care_plans.organisation_id as keptBy',
      'organisations.name as keeper',
      'organisations.time_zone as zone',
      'seeker.name as pseudonym',
      'care_plans.started_at as startedAt',
      sql<boolean>`care_plans.organisation_id = ${person.organisation.id}`.as('ours')
    ]);
}

export type PlanRow = { id: string; seeker: string; keptBy: string };

/** Begins somebody's plan, and gives its id; the one they have already when there is one. Null when it is not the person's to begin. */
export async function startPlan(
  tx: Tx,
  { id, seeker }: { id: string; seeker: string },
  person: Person
): Promise<string | null> {
  const current = () =>
    plansVisibleTo(tx, person)
      .where('care_plans.seeker_id', '=', seeker)
      .where('care_plans.organisation_id', '=', person.organisation.id)
      .executeTakeFirst();
  const earlier = await current();
  if (earlier) return earlier.id;
  const { rows } = await sql<{ may: boolean }>`
    select may_write_plan(${person.organisation.id}, ${seeker}) as may`.execute(tx);
  if (!rows[0]!.may) return null;
  const started = await tx
    .insertInto('care_plans')
    .values({
      organisation_id: person.organisation.id,
      id,
      seeker_id: seeker,
      started_at: now(),
      started_by: person.id
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (started) await audit(tx, about({ id, seeker, keptBy: person.organisation.id }, 'care-plan.started'));
  return (await current())!.id;
}

export type Writing = {
  /** Of the command; a new part takes it as its own. */
  id: string;
  plan: string;
  kind: PartKind;
  /** The part that is changed, and the version whose words were on the page; both missing for a new one. */
  part?: string;
  basedOn?: number;
  goal?: string;
  text: string;
  doer?: PlanRole;
  dueOn?: Day | null;
};

/** Writes a part of a plan, or new words for one. The same command again changes nothing. */
export async function writePart(tx: Tx, writing: Writing, person: Person): Promise<PlanRefusal | null> {
  const plan = await writablePlan(tx, writing.plan, person);
  if (!plan) return 'not-your-plan';
  if (writing.text.trim() === '' && !mayBeEmptied(writing)) return 'nothing-written';
  if (await wasWritten(tx, writing.id)) return null;
  const part = writing.part
    ? await ownPart(tx, plan, writing.part)
    : await newPart(tx, plan, writing, person);
  if (!part) return writing.part ? 'not-your-plan' : 'changed-meanwhile';
  if (!(await writeVersion(tx, plan, { ...writing, part: part.id }, person))) return 'changed-meanwhile';
  await audit(tx, about(plan, 'care-plan.written'));
  return null;
}

/** Marks a step, or a goal, as done, set aside or open again. A clinician marks steps only. */
export async function markPart(
  tx: Tx,
  { id, plan: planId, part: partId, mark }: { id: string; plan: string; part: string; mark: Mark },
  person: Person
): Promise<PlanRefusal | null> {
  const plan = await visiblePlan(tx, planId, person);
  const part = plan && (await ownPart(tx, plan, partId));
  if (!plan || !part) return 'not-your-plan';
  const role = roleIn(plan, person);
  if (part.kind !== 'step' && (role === 'clinician' || part.kind !== 'goal')) return 'not-your-plan';
  await tx
    .insertInto('plan_marks')
    .values({
      organisation_id: plan.keptBy,
      id,
      part_id: partId,
      seeker_id: plan.seeker,
      mark,
      at: now(),
      by: person.id,
      by_role: role
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await audit(tx, about(plan, 'care-plan.marked'));
  return null;
}

/** Writes below the plan: a comment, or, from a clinician, a recommendation. */
export async function commentOn(
  tx: Tx,
  { id, plan: planId, text }: { id: string; plan: string; text: string },
  person: Person
): Promise<PlanRefusal | null> {
  const plan = await visiblePlan(tx, planId, person);
  if (!plan) return 'not-your-plan';
  if (text.trim() === '') return 'nothing-written';
  const role = roleIn(plan, person);
  const kind = role === 'clinician' ? 'recommendation' : 'comment';
  await tx
    .insertInto('plan_comments')
    .values({
      organisation_id: plan.keptBy,
      id,
      plan_id: plan.id,
      seeker_id: plan.seeker,
      kind,
      sealed: await seal(tx, plan.seeker, text.trim(), commentPlace(id)),
      at: now(),
      by: person.id,
      by_role: role
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await audit(tx, about(plan, kind === 'comment' ? 'care-plan.commented' : 'care-plan.recommended'));
  return null;
}

export const versionPlace = (row: string) => ({ column: 'plan_part_versions.sealed', row }) as const;
export const commentPlace = (row: string) => ({ column: 'plan_comments.sealed', row }) as const;

/** An entry in the chain of whoever keeps the plan, which is where the seeker looks. */
export function about({ id, seeker, keptBy }: PlanRow, action: Entry['action']): Entry {
  return { action, subject: seeker, thing: { kind: 'care_plans', id }, keptBy };
}

export function visiblePlan(tx: Tx, id: string, person: Person) {
  return plansVisibleTo(tx, person).where('care_plans.id', '=', id).executeTakeFirst();
}

async function writablePlan(tx: Tx, id: string, person: Person) {
  const plan = await visiblePlan(tx, id, person);
  return plan && roleIn(plan, person) !== 'clinician' ? plan : undefined;
}

function ownPart(tx: Tx, plan: PlanRow, part: string) {
  return tx
    .selectFrom('plan_parts')
    .select(['id', 'kind'])
    .where('organisation_id', '=', plan.keptBy)
    .where('plan_id', '=', plan.id)
    .where('id', '=', part)
    .executeTakeFirst();
}

function wasWritten(tx: Tx, version: string) {
  return tx.selectFrom('plan_part_versions').select('id').where('id', '=', version).executeTakeFirst();
}

// A part of the safety plan that no longer helps is emptied; a goal or a step is set aside instead.
function mayBeEmptied({ part, kind }: Writing): boolean {
  return part !== undefined && kind !== 'goal' && kind !== 'step';
}

// A plan has one of each part of the safety plan; who comes second finds the first one's there.
function newPart(tx: Tx, plan: PlanRow, { id, kind, goal }: Writing, person: Person) {
  return tx
    .insertInto('plan_parts')
    .values({
      organisation_id: plan.keptBy,
      id,
      plan_id: plan.id,
      seeker_id: plan.seeker,
      kind,
      goal_id: goal ?? null,
      made_at: now(),
      made_by: person.id
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning(['id', 'kind'])
    .executeTakeFirst();
}

async function writeVersion(
  tx: Tx,
  plan: PlanRow,
  { id, part, basedOn = 0, kind, text, doer, dueOn }: Writing & { part: string },
  person: Person
): Promise<boolean> {
  const inserted = await tx
    .insertInto('plan_part_versions')
    .values({
      organisation_id: plan.keptBy,
      id,
      part_id: part,
      seeker_id: plan.seeker,
      version: basedOn + 1,
      sealed: await seal(tx, plan.seeker, text.trim(), versionPlace(id)),
      doer: kind === 'step' ? (doer ?? 'seeker') : null,
      due_on: kind === 'step' ? (dueOn ?? null) : null,
      at: now(),
      by: person.id,
      by_role: roleIn(plan, person)
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}
