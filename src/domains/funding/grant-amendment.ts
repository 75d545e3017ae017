import type { Day } from '#platform/clock/index.ts';
import { m } from '#messages';
import { minorUnits } from './money.ts';

export type NewGrantAmendment = {
  id: string;
  grant: string;
  /** Exact text, in the grant's currency. */
  total: string;
  endsOn: Day;
  reason: string;
};

export type GrantAmendmentRefusal =
  | 'no-such-grant'
  | 'amount-unreadable'
  | 'less-than-lines'
  | 'less-than-received'
  | 'ends-before-start'
  | 'ends-before-spent'
  | 'nothing-changes'
  | 'not-yours-to-record';

export const grantAmendmentRefusals = {
  'no-such-grant': m.funding_refusal_no_such_grant,
  'amount-unreadable': m.funding_refusal_amount_unreadable,
  'less-than-lines': m.funding_refusal_less_than_lines,
  'less-than-received': m.funding_refusal_less_than_received,
  'ends-before-start': m.funding_refusal_ends_before_start,
  'ends-before-spent': m.funding_refusal_ends_before_spent,
  'nothing-changes': m.funding_refusal_nothing_changes,
  'not-yours-to-record': m.funding_refusal_not_yours_to_record
} satisfies Record<GrantAmendmentRefusal, () => string>;

type GrantNow = {
  currency: string;
  total: bigint;
  startsOn: Day;
  endsOn: Day;
  /** What its lines come to, which is never less than what they have spent; and what the donor has paid. */
  lines: bigint;
  received: bigint;
  /** The last day something was paid for, or waits to be. */
  lastSpentOn: Day | null;
};

/** Why a grant cannot be amended so, or null. All amounts of the grant as it is are minor units. */
export function refusalToAmendGrant(
  { total, endsOn }: Pick<NewGrantAmendment, 'total' | 'endsOn'>,
  grant: GrantNow
): GrantAmendmentRefusal | null {
  const units = minorUnits(total, grant.currency);
  if (units === null || units <= 0n) return 'amount-unreadable';
  if (units === grant.total && endsOn === grant.endsOn) return 'nothing-changes';
  if (units < grant.lines) return 'less-than-lines';
  if (units < grant.received) return 'less-than-received';
  if (endsOn < grant.startsOn) return 'ends-before-start';
  return grant.lastSpentOn && endsOn < grant.lastSpentOn ? 'ends-before-spent' : null;
}

export type LineAddition = {
  id: string;
  grant: string;
  code: string;
  name: string;
  amount: string;
  reason: string;
};
export type LineAdditionRefusal =
  'no-such-grant' | 'amount-unreadable' | 'same-code-twice' | 'lines-exceed-grant' | 'not-yours-to-record';

export const lineAdditionRefusals = {
  'no-such-grant': m.funding_refusal_no_such_grant,
  'amount-unreadable': m.funding_refusal_amount_unreadable,
  'same-code-twice': m.funding_refusal_same_code_twice,
  'lines-exceed-grant': m.funding_refusal_lines_exceed_grant,
  'not-yours-to-record': m.funding_refusal_not_yours_to_record
} satisfies Record<LineAdditionRefusal, () => string>;
