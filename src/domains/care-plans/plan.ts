/** What a plan is made of, and who writes in it. */
import { daysBetween, type Day } from '#platform/clock/index.ts';
import type { CarePlanPolicy } from './policy.ts';

/** The parts of a safety plan, in the order in which they are gone through on a bad day. */
export const safetyParts = [
  'warning-signs',
  'own-coping',
  'people-and-places',
  'people-to-ask',
  'professionals',
  'safer-surroundings'
] as const;
export type SafetyPart = (typeof safetyParts)[number];
export type PartKind = 'goal' | 'step' | SafetyPart;

export const planRoles = ['seeker', 'supporter', 'clinician'] as const;
/** As what somebody reads and writes in a plan. */
export type PlanRole = (typeof planRoles)[number];

export const marks = ['open', 'done', 'set-aside'] as const;
export type Mark = (typeof marks)[number];

/** Why a change to a plan was not made. */
export type PlanRefusal = 'not-your-plan' | 'changed-meanwhile' | 'nothing-written';

/** The newest words of one part. `text` is null when the person's record was erased. */
export type Part = { id: string; kind: PartKind; version: number; text: string | null; at: Date; mark: Mark };
export type Step = Part & { goal: string | null; doer: PlanRole; dueOn: Day | null };
export type Goal = Part & { steps: Step[] };

/** As what this speaker takes part in a plan kept there about that seeker; row-level security says whether they do at all. */
export function roleIn(
  plan: { keptBy: string; seeker: string },
  person: { id: string; organisation: { id: string } }
): PlanRole {
  if (plan.seeker === person.id) return 'seeker';
  return plan.keptBy === person.organisation.id ? 'supporter' : 'clinician';
}

/** Whether nobody has looked over the safety plan for longer than the policy asks; what is not written is not stale. */
export function isStale(lastChangedOn: Day | null, today: Day, policy: CarePlanPolicy): boolean {
  return lastChangedOn !== null && daysBetween(lastChangedOn, today) > policy.safetyPlanStaleDays;
}
