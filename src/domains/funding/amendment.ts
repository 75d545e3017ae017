import { m } from '#messages';
import { minorUnits } from './money.ts';

export type NewAmendment = {
  id: string;
  line: string;
  name: string;
  /** Exact text, in the grant's currency. */
  amount: string;
  reason: string;
};

export type AmendmentRefusal =
  'no-such-line' | 'amount-unreadable' | 'less-than-spent' | 'lines-exceed-grant' | 'not-yours-to-record';

export const amendmentRefusals = {
  'no-such-line': m.funding_refusal_no_such_line,
  'amount-unreadable': m.funding_refusal_amount_unreadable,
  'less-than-spent': m.funding_refusal_less_than_spent,
  'lines-exceed-grant': m.funding_refusal_lines_exceed_grant,
  'not-yours-to-record': m.funding_refusal_not_yours_to_record
} satisfies Record<AmendmentRefusal, () => string>;

/** Why a line cannot be amended to this amount, or null. All amounts but the new one are minor units. */
export function refusalToAmend(
  amount: string,
  currency: string,
  { taken, otherLines, total }: { taken: bigint; otherLines: bigint; total: bigint }
): AmendmentRefusal | null {
  const units = minorUnits(amount, currency);
  if (units === null || units <= 0n) return 'amount-unreadable';
  if (units < taken) return 'less-than-spent';
  return otherLines + units > total ? 'lines-exceed-grant' : null;
}
