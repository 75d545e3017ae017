import type { Day } from '#platform/clock/index.ts';
import { m } from '#messages';

export type IncomeRefusal = 'no-such-line' | 'amount-unreadable' | 'not-yet-received' | 'not-yours-to-record';

export const incomeRefusals = {
  'no-such-line': m.funding_refusal_no_such_line,
  'amount-unreadable': m.funding_refusal_amount_unreadable,
  'not-yet-received': m.funding_refusal_not_yet_received,
  'not-yours-to-record': m.funding_refusal_not_yours_to_record
} satisfies Record<IncomeRefusal, () => string>;

/** Why income cannot be recorded, or null; `amount` is in minor units. */
export function refusalOfIncome(amount: bigint | null, on: Day, today: Day): IncomeRefusal | null {
  if (amount === null || amount <= 0n) return 'amount-unreadable';
  return on > today ? 'not-yet-received' : null;
}
