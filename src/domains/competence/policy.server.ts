/** The organisation's own policy on competence, or the default. */
import { now, type Day } from '#platform/clock/index.ts';
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { certifiedWorks, defaultPolicy, type Policy } from './policy.ts';

/** The policy in force on a day. */
export async function policyOn(tx: Tx, today: Day): Promise<Policy> {
  const row = await tx
    .selectFrom('competence_policies')
    .where('effective_on', '<=', today)
    .orderBy('effective_on', 'desc')
    .orderBy('set_at', 'desc')
    .selectAll()
    .limit(1)
    .executeTakeFirst();
  if (!row) return defaultPolicy;
  return {
    requiredItems: row.required_items,
    reassessMonths: row.reassess_months,
    trainingHoursMin: Number(row.training_hours_min),
    childSafeguardingHoursMin: Number(row.child_safeguarding_hours_min),
    certificateMonths: row.certificate_months,
    gateRubrics: row.gate_rubrics,
    agreementMin: Number(row.agreement_min),
    agreementPairsMin: row.agreement_pairs_min,
    certifiedWork: certifiedWorks.filter((work) => row.certified_work.includes(work)),
    calibrationMonths: row.calibration_months,
    calibrationCounts: row.calibration_counts
  };
}

export type NewPolicy = { id: string; policy: Policy; effectiveOn: Day; source: string; reason: string };

/** Sets a policy from a day on; what was decided under the older one stands. */
export async function setPolicy(
  tx: Tx,
  { id, policy, effectiveOn, source, reason }: NewPolicy,
  person: Person
): Promise<void> {
  await tx
    .insertInto('competence_policies')
    .values({
      organisation_id: person.organisation.id,
      id,
      effective_on: effectiveOn,
      required_items: policy.requiredItems,
      reassess_months: policy.reassessMonths,
      training_hours_min: String(policy.trainingHoursMin),
      child_safeguarding_hours_min: String(policy.childSafeguardingHoursMin),
      certificate_months: policy.certificateMonths,
      gate_rubrics: policy.gateRubrics,
      agreement_min: String(policy.agreementMin),
      agreement_pairs_min: policy.agreementPairsMin,
      certified_work: policy.certifiedWork,
      calibration_months: policy.calibrationMonths,
      calibration_counts: policy.calibrationCounts,
      source,
      reason,
      set_by: person.id,
      set_at: now()
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await audit(tx, { action: 'competence-policy.set', thing: { kind: 'competence-policy', id }, reason });
}
