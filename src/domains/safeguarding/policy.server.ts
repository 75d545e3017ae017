import { audit } from '#platform/audit/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import { now, type Day } from '#platform/clock/index.ts';
import { versionOn, type Tx } from '#platform/database/index.server.ts';
import { safeguardingPolicyDefault, type SafeguardingPolicy } from './policy.ts';

/** The organisation's clocks on that day: the newest version in effect, or the defaults. */
export async function policyOn(tx: Tx, day: Day): Promise<SafeguardingPolicy> {
  const row = await versionOn(tx, 'safeguarding_policies', 'effective_from', day);
  if (!row) return safeguardingPolicyDefault;
  return {
    minutes: {
      immediate: { second: row.immediate_second_minutes, manager: row.immediate_manager_minutes },
      urgent: { second: row.urgent_second_minutes, manager: row.urgent_manager_minutes },
      priority: { second: row.priority_second_minutes, manager: row.priority_manager_minutes }
    },
    crisisContactDays: row.crisis_contact_days,
    source: row.source,
    effectiveFrom: row.effective_from
  };
}

export type NewPolicy = Pick<SafeguardingPolicy, 'minutes' | 'crisisContactDays' | 'source'> & {
  id: string;
  from: Day;
  reason: string;
};

/** Sets a new version from a day on; earlier versions stay. The order of the clocks is the table's own constraint. */
export async function setPolicy(
  tx: Tx,
  { id, from, minutes, crisisContactDays, source, reason }: NewPolicy,
  person: Person
): Promise<void> {
  await tx
    .insertInto('safeguarding_policies')
    .values({
      organisation_id: person.organisation.id,
      id,
      effective_from: from,
      immediate_second_minutes: minutes.immediate.second,
      immediate_manager_minutes: minutes.immediate.manager,
      urgent_second_minutes: minutes.urgent.second,
      urgent_manager_minutes: minutes.urgent.manager,
      priority_second_minutes: minutes.priority.second,
      priority_manager_minutes: minutes.priority.manager,
      crisis_contact_days: crisisContactDays,
      source,
      reason,
      set_by: person.id,
      set_at: now()
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await audit(tx, {
    action: 'safeguarding-policy.set',
    thing: { kind: 'safeguarding_policies', id },
    reason
  });
}
