import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { now, type Day } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { carePlanPolicyDefault, type CarePlanPolicy } from './policy.ts';

/** The policy that holds on a day where the plan is kept: that organisation's newest, or the default where it set none. */
export async function carePlanPolicyOn(tx: Tx, organisation: string, day: Day): Promise<CarePlanPolicy> {
  const set = await tx
    .selectFrom('care_plan_policies')
    .select('safety_plan_stale_days')
    .where('organisation_id', '=', organisation)
    .where('effective_on', '<=', day)
    .orderBy('effective_on', 'desc')
    .orderBy('set_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return set ? { safetyPlanStaleDays: set.safety_plan_stale_days } : carePlanPolicyDefault;
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
export function carePlanPolicies(tx: Tx, person: Person) {
  return tx
    .selectFrom('care_plan_policies')
    .leftJoin('people', 'people.id', 'care_plan_policies.set_by')
    .where('organisation_id', '=', person.organisation.id)
    .selectAll('care_plan_policies')
    .select('people.name as by')
    .orderBy('effective_on', 'desc')
    .orderBy('set_at', 'desc')
    .execute();
}
