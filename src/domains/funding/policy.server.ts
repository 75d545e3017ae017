import { now, type Day } from '#platform/clock/index.ts';
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { defaultPaymentPolicy, type PaymentPolicy } from './policy.ts';

/** The policy in force on a day: the organisation's newest row from before it, else the default. */
export async function paymentPolicyOn(tx: Tx, person: Person, day: Day): Promise<PaymentPolicy> {
  const own = await tx
    .selectFrom('payment_policies')
    .select(['two_approvers_above as twoApproversAbove', 'effective_from as effectiveFrom', 'source'])
    .where('organisation_id', '=', person.organisation.id)
    .where('effective_from', '<=', day)
    .orderBy('effective_from', 'desc')
    .orderBy('set_at', 'desc')
    .executeTakeFirst();
  return own ?? defaultPaymentPolicy;
}

/** Every limit the organisation has set, the newest first. */
export function paymentPolicies(tx: Tx, person: Person) {
  return tx
    .selectFrom('payment_policies')
    .leftJoin('people', 'people.id', 'payment_policies.set_by')
    .where('organisation_id', '=', person.organisation.id)
    .select([
      'payment_policies.id',
      'two_approvers_above',
      'effective_from',
      'source',
      'reason',
      'set_at',
      'people.name as by'
    ])
    .orderBy('effective_from', 'desc')
    .orderBy('set_at', 'desc')
    .execute();
}

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
