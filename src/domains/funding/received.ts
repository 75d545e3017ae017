import type { Day } from '#platform/clock/index.ts';
import { m } from '#messages';

/** A tranche: money that a donor paid into the bank for a grant. */
export type NewReceipt = {
  /** The command's id; it becomes the entry's. */
  id: string;
  grant: string;
  /** Exact text such as `45000`, in the grant's currency. */
  amount: string;
  on: Day;
  description: string;
};

export type ReceiptRefusal =
  'no-such-grant' | 'amount-unreadable' | 'not-yet-received' | 'more-than-promised' | 'not-yours-to-record';

export const receiptRefusals = {
  'no-such-grant': m.funding_refusal_no_such_grant,
  'amount-unreadable': m.funding_refusal_amount_unreadable,
  'not-yet-received': m.funding_refusal_not_yet_received,
  'more-than-promised': m.funding_refusal_more_than_promised,
  'not-yours-to-record': m.funding_refusal_not_yours_to_record
} satisfies Record<ReceiptRefusal, () => string>;

/** Why a tranche cannot be recorded, or null. A donor may pay before the grant begins, or after it ended. */
export function refusalToReceive(
  amount: bigint | null,
  on: Day,
  { stillPromised, today }: { stillPromised: bigint; today: Day }
): ReceiptRefusal | null {
  if (amount === null || amount <= 0n) return 'amount-unreadable';
  if (on > today) return 'not-yet-received';
  return amount > stillPromised ? 'more-than-promised' : null;
}
