/** Reading a plan: the newest words of each part, opened together, with one entry in the seeker's own record of who looked. */
import { sql } from 'kysely';
import type { Person } from '#platform/access/index.ts';
import { dayIn, type Day } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { reveal } from '#platform/encryption/index.server.ts';
import {
  isStale,
  roleIn,
  safetyParts,
  type Goal,
  type Mark,
  type Part,
  type PartKind,
  type PlanRole,
  type SafetyPart,
  type Step
} from './plan.ts';
import { about, commentPlace, versionPlace, visiblePlan, type PlanRow } from './plan.server.ts';
import { carePlanPolicyOn } from './policy.server.ts';

export type Comment = {
  id: string;
  kind: 'comment' | 'recommendation';
  text: string | null;
  at: Date;
  byRole: PlanRole;
  /** Null where the reader may not know whom; their role is known. */
  byName: string | null;
};

export type Plan = PlanRow & {
  pseudonym: string;
  keeper: string;
  zone: string;
  role: PlanRole;
  goals: Goal[];
  /** Steps towards no goal in particular. */
  steps: Step[];
  safety: Partial<Record<SafetyPart, Part>>;
  safetyChangedAt: Date | null;
  stale: boolean;
  /** The newest first. */
  comments: Comment[];
};

/** The whole plan as it stands, opened; undefined when it is none of the person's. Throws when the looking cannot be entered. */
export async function readPlan(tx: Tx, id: string, person: Person): Promise<Plan | undefined> {
  const plan = await visiblePlan(tx, id, person);
  if (!plan) return undefined;
  const versions = await newestVersions(tx, plan);
  const comments = await commentsOf(tx, plan);
  const texts = await reveal(
    tx,
    plan.seeker,
    [
      ...versions.map(({ version_id, sealed }) => ({ text: sealed, place: versionPlace(version_id) })),
      ...comments.map(({ id: comment, sealed }) => ({ text: sealed, place: commentPlace(comment) }))
    ],
    undefined,
    { keptBy: plan.keptBy, as: { action: 'care-plan.read', thing: { kind: 'care_plans', id } } }
  );
  const parts = versions.map((row, index) => partOf(row, texts[index] ?? null));
  const { id: planId, seeker, keptBy, pseudonym, keeper, zone } = plan;
  return {
    ...{ id: planId, seeker, keptBy, pseudonym, keeper, zone },
    role: roleIn(plan, person),
    ...arranged(parts),
    ...(await safetyOf(tx, parts, plan)),
    comments: comments.map((row, index) => ({
      id: row.id,
      kind: row.kind as Comment['kind'],
      text: texts[versions.length + index] ?? null,
      at: row.at,
      byRole: row.by_role as PlanRole,
      byName: row.name
    }))
  };
}

/** Every version there was, for the person's own copy of what is kept about them. */
export async function aboutMe(tx: Tx, person: Person) {
  const plan = await tx
    .selectFrom('care_plans')
    .selectAll()
    .where('seeker_id', '=', person.id)
    .executeTakeFirst();
  if (!plan) return null;
  const own = { id: plan.id, seeker: person.id, keptBy: plan.organisation_id };
  const versions = await tx
    .selectFrom('plan_part_versions as version')
    .innerJoin('plan_parts as part', 'part.id', 'version.part_id')
    .where('version.seeker_id', '=', person.id)
    .select([
      'version.id',
      'part.kind',
      'version.version',
      'version.sealed',
      'version.doer',
      'version.due_on',
      'version.at',
      'version.by_role'
    ])
    .orderBy('version.at')
    .execute();
  const comments = await commentsOf(tx, own);
  const consents = await tx
    .selectFrom('plan_consents')
    .innerJoin('organisations', 'organisations.id', 'plan_consents.facility_id')
    .leftJoin('plan_consent_withdrawals as withdrawal', 'withdrawal.consent_id', 'plan_consents.id')
    .where('plan_consents.seeker_id', '=', person.id)
    .select([
      'plan_consents.id',
      'organisations.name as facility',
      'scope',
      'purpose',
      'plan_consents.at',
      'until_on',
      'withdrawal.at as withdrawn_at'
    ])
    .execute();
  const marks = await tx
    .selectFrom('plan_marks')
    .select(['part_id', 'mark', 'at', 'by_role'])
    .where('seeker_id', '=', person.id)
    .execute();
  const texts = await reveal(
    tx,
    person.id,
    [
      ...versions.map(({ id, sealed }) => ({ text: sealed, place: versionPlace(id) })),
      ...comments.map(({ id, sealed }) => ({ text: sealed, place: commentPlace(id) })),
      ...consents.map(({ id, purpose }) => ({
        text: purpose,
        place: { column: 'plan_consents.purpose', row: id } as const
      }))
    ],
    undefined,
    { as: { action: about(own, 'care-plan.read').action, thing: { kind: 'care_plans', id: plan.id } } }
  );
  const opened = texts.values();
  const text = () => opened.next().value ?? null;
  return {
    startedAt: plan.started_at,
    parts: versions.map(({ sealed: _, id: __, ...version }) => ({ ...version, text: text() })),
    comments: comments.map(({ kind, at, by_role }) => ({ kind, at, by_role, text: text() })),
    consents: consents.map(({ purpose: _, id: __, ...consent }) => ({ ...consent, purpose: text() })),
    marks
  };
}

type VersionRow = {
  id: string;
  kind: string;
  goal_id: string | null;
  version_id: string;
  version: number;
  sealed: Buffer;
  doer: string | null;
  due_on: Day | null;
  at: Date;
  mark: string | null;
};

async function newestVersions(tx: Tx, plan: PlanRow): Promise<VersionRow[]> {
  const { rows } = await sql<VersionRow>`
    select p.id, p.kind, p.goal_id, v.id as version_id, v.version, v.sealed, v.doer, v.due_on, v.at, k.mark
    from plan_parts p
    join lateral (select * from plan_part_versions v where v.organisation_id = p.organisation_id and v.part_id = p.id
      order by v.version desc limit 1) v on true
    left join lateral (select mark from plan_marks k where k.organisation_id = p.organisation_id and k.part_id = p.id
      order by k.at desc, k.id desc limit 1) k on true
    where p.organisation_id = ${plan.keptBy} and p.plan_id = ${plan.id}
    order by p.made_at, p.id`.execute(tx);
  return rows;
}

function commentsOf(tx: Tx, plan: PlanRow) {
  return tx
    .selectFrom('plan_comments')
    .leftJoin('people', 'people.id', 'plan_comments.by')
    .where('plan_comments.organisation_id', '=', plan.keptBy)
    .where('plan_comments.plan_id', '=', plan.id)
    .select(['plan_comments.id', 'plan_comments.kind', 'sealed', 'at', 'by_role', 'people.name'])
    .orderBy('at', 'desc')
    .execute();
}

function partOf(row: VersionRow, text: string | null): Step {
  return {
    id: row.id,
    kind: row.kind as PartKind,
    version: row.version,
    text,
    at: row.at,
    mark: (row.mark ?? 'open') as Mark,
    goal: row.goal_id,
    doer: (row.doer ?? 'seeker') as PlanRole,
    dueOn: row.due_on
  };
}

function arranged(parts: Step[]): Pick<Plan, 'goals' | 'steps'> {
  const steps = parts.filter(({ kind }) => kind === 'step');
  const goals = parts
    .filter(({ kind }) => kind === 'goal')
    .map((goal) => ({ ...goal, steps: steps.filter((step) => step.goal === goal.id) }));
  return { goals, steps: steps.filter(({ goal }) => goal === null) };
}

async function safetyOf(
  tx: Tx,
  parts: Part[],
  { zone, keptBy }: { zone: string; keptBy: string }
): Promise<Pick<Plan, 'safety' | 'safetyChangedAt' | 'stale'>> {
  const written = parts.filter(({ kind }) => (safetyParts as readonly string[]).includes(kind));
  const safetyChangedAt = written.reduce<Date | null>(
    (latest, { at }) => (!latest || at > latest ? at : latest),
    null
  );
  const today = dayIn(zone);
  const policy = await carePlanPolicyOn(tx, keptBy, today);
  const stale = isStale(safetyChangedAt && dayIn(zone, safetyChangedAt), today, policy);
  return { safety: Object.fromEntries(written.map((part) => [part.kind, part])), safetyChangedAt, stale };
}
