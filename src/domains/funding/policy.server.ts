import { now, type Day } from '#platform/clock/index.ts';
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { versionOn, versionsSet, type Tx } from '#platform/database/index.server.ts';
import { defaultPaymentPolicy, type PaymentPolicy } from './policy.ts';

/** The policy in force on a day: the organisation's newest row from before it, else the default. */
export async function paymentPolicyOn(tx: Tx, person: Person, day: Day): Promise<PaymentPolicy> {
  const own = await versionOn(tx, 'payment_policies', 'effective_from', day, person.organisation.id);
  if (!own) return defaultPaymentPolicy;
  return {
    twoApproversAbove: own.two_approvers_above,
    effectiveFrom: own.effective_from,
    source: own.source
  };
}

/** Every limit the organisation has set, the newest first. */
export const paymentPolicies = (tx: Tx, person: Person) =>
  versionsSet(
    tx,
    'payment_policies',
    'effective_from',
    (row) => ({ twoApproversAbove: row.two_approvers_above }),
    person.organisation.id
  );

type NewPaymentPolicy = {
  id: string;
  twoApproversAbove: string;
  effectiveFrom: Day;
  source: string;
  reason: string;
};

/** Decides a new limit from a day on. Earlier rows stay, so that every payment can be judged by the rule of its day. */
export async function setPaymentPolicy(tx: Tx, policy: NewPaymentPolicy, person: Person): Promise<void> {
  await tx
    .insertInto('payment_policies')
    .values({
      organisation_id: person.organisation.id,
      id: policy.id,
      two_approvers_above: policy.twoApproversAbove,
      effective_from: policy.effectiveFrom,
      source: policy.source,
      reason: policy.reason,
      set_by: person.id,
      set_at: now()
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await audit(tx, {
    action: 'payment-policy.set',
    thing: { kind: 'payment-policy', id: policy.id },
    reason: policy.reason
  });
}
