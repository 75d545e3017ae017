import type { Selectable } from 'kysely';
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { now, type Day } from '#platform/clock/index.ts';
import { versionOn, versionsSet, type DB, type Tx } from '#platform/database/index.server.ts';
import { carePlanPolicyDefault, type CarePlanPolicy } from './policy.ts';

/** The policy that holds on a day where the plan is kept: that organisation's newest, or the default where it set none. */
export async function carePlanPolicyOn(tx: Tx, organisation: string, day: Day): Promise<CarePlanPolicy> {
  const set = await versionOn(tx, 'care_plan_policies', 'effective_on', day, organisation);
  return set ? figuresOf(set) : carePlanPolicyDefault;
}

function figuresOf(row: Selectable<DB['care_plan_policies']>): CarePlanPolicy {
  return { safetyPlanStaleDays: row.safety_plan_stale_days };
}

export type NewCarePlanPolicy = CarePlanPolicy & {
  id: string;
  effectiveOn: Day;
  source: string;
  reason: string;
};

/** Sets a new policy from a day on; the earlier ones stay to explain the past. */
export async function setCarePlanPolicy(tx: Tx, policy: NewCarePlanPolicy, person: Person): Promise<void> {
  await tx
    .insertInto('care_plan_policies')
    .values({
      organisation_id: person.organisation.id,
      id: policy.id,
      effective_on: policy.effectiveOn,
      safety_plan_stale_days: policy.safetyPlanStaleDays,
      source: policy.source,
      reason: policy.reason,
      set_by: person.id,
      set_at: now()
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await audit(tx, { action: 'care-plan-policy.set', thing: { kind: 'care_plan_policies', id: policy.id } });
}

/** Every version the organisation has set, the newest first. */
export const carePlanPolicies = (tx: Tx, person: Person) =>
  versionsSet(tx, 'care_plan_policies', 'effective_on', figuresOf, person.organisation.id);
