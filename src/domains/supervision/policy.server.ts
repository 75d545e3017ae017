import type { Selectable } from 'kysely';
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { now, type Day } from '#platform/clock/index.ts';
import { versionOn, versionsSet, type DB, type Tx } from '#platform/database/index.server.ts';
import { supervisionPolicyDefault, type SupervisionFigures, type SupervisionPolicy } from './policy.ts';

/** The organisation's rules on that day: the newest version in effect, or the defaults. */
export async function policyOn(tx: Tx, day: Day): Promise<SupervisionPolicy> {
  const row = await versionOn(tx, 'supervision_policies', 'effective_from', day);
  if (!row) return supervisionPolicyDefault;
  return { ...figuresOf(row), source: row.source, effectiveFrom: row.effective_from };
}

function figuresOf(row: Selectable<DB['supervision_policies']>): SupervisionFigures {
  return {
    weeklyMonths: row.weekly_months,
    contactHoursBeforeExtra: row.contact_hours_before_extra,
    overdueUnits: row.overdue_units,
    aheadUnits: row.ahead_units,
    carryWeeks: row.carry_weeks,
    superviseesWarn: row.supervisees_warn,
    superviseesMax: row.supervisees_max
  };
}

export type NewPolicy = SupervisionFigures & { id: string; from: Day; source: string; reason: string };

/** Sets a new version from a day on; earlier versions stay. */
export async function setPolicy(tx: Tx, policy: NewPolicy, person: Person): Promise<void> {
  await tx
    .insertInto('supervision_policies')
    .values({
      organisation_id: person.organisation.id,
      id: policy.id,
      effective_from: policy.from,
      weekly_months: policy.weeklyMonths,
      contact_hours_before_extra: policy.contactHoursBeforeExtra,
      overdue_units: policy.overdueUnits,
      ahead_units: policy.aheadUnits,
      carry_weeks: policy.carryWeeks,
      supervisees_warn: policy.superviseesWarn,
      supervisees_max: policy.superviseesMax,
      source: policy.source,
      reason: policy.reason,
      set_by: person.id,
      set_at: now()
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await audit(tx, {
    action: 'supervision-policy.set',
    thing: { kind: 'supervision_policies', id: policy.id },
    reason: policy.reason
  });
}

/** Every version the organisation has set, the newest first. */
export const supervisionPolicies = (tx: Tx, person: Person) =>
  versionsSet(tx, 'supervision_policies', 'effective_from', figuresOf, person.organisation.id);
