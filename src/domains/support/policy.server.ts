import type { Selectable } from 'kysely';
import { now, type Day } from '#platform/clock/index.ts';
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { versionOn, versionsSet, type DB, type Tx } from '#platform/database/index.server.ts';
import { supportPolicyDefault, type SupportPolicy } from './policy.ts';

/** The caseload policy that holds on a day: the organisation's newest, or the default where it set none. */
export async function supportPolicyOn(tx: Tx, day: Day): Promise<SupportPolicy> {
  const set = await versionOn(tx, 'support_policies', 'effective_on', day);
  return set ? figuresOf(set) : supportPolicyDefault;
}

function figuresOf(row: Selectable<DB['support_policies']>): SupportPolicy {
  return {
    peerCaseloadMax: row.peer_caseload_max,
    layWorkerCaseloadMax: row.lay_worker_caseload_max,
    weeklyHoursMax: Number(row.weekly_hours_max)
  };
}

export type NewSupportPolicy = SupportPolicy & {
  id: string;
  effectiveOn: Day;
  source: string;
  reason: string;
};

/** Sets a new caseload policy from a day on; the earlier ones stay to explain the past. */
export async function setSupportPolicy(tx: Tx, policy: NewSupportPolicy, person: Person): Promise<void> {
  await tx
    .insertInto('support_policies')
    .values({
      organisation_id: person.organisation.id,
      id: policy.id,
      effective_on: policy.effectiveOn,
      peer_caseload_max: policy.peerCaseloadMax,
      lay_worker_caseload_max: policy.layWorkerCaseloadMax,
      weekly_hours_max: policy.weeklyHoursMax,
      source: policy.source,
      reason: policy.reason,
      set_by: person.id,
      set_at: now()
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await audit(tx, { action: 'support-policy.set', thing: { kind: 'support_policies', id: policy.id } });
}

/** Every version the organisation has set, the newest first. */
export const supportPolicies = (tx: Tx, person: Person) =>
  versionsSet(tx, 'support_policies', 'effective_on', figuresOf, person.organisation.id);
