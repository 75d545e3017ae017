import type { Day } from '#platform/clock/index.ts';
import { m } from '#messages';

/** What an organisation decided about its payments, from a day on. */
export type PaymentPolicy = { twoApproversAbove: string; effectiveFrom: Day | null; source: string };

/** Policy, no published figure, which `source` says in the reader's language: most small organisations' manuals ask a second signature from a few hundred on. */
export const defaultPaymentPolicy: PaymentPolicy = {
  twoApproversAbove: '500',
  effectiveFrom: null,
  get source() {
    return m.funding_policy_source_default();
  }
};
