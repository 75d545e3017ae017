import type { Day } from '#platform/clock/index.ts';
import { m } from '#messages';

/** What money was spent for; the kind names it (`workshop`), and its room knows the id. */
export type Activity = { kind: string; id: string };

export type NewCost = {
  /** The command's id; it becomes the entry's. */
  id: string;
  line: string;
  /** Exact text such as `120.50`, in the grant's currency. */
  amount: string;
  on: Day;
  description: string;
  activity: Activity;
};

export type EntryState = 'proposed' | 'posted' | 'declined';

export type CostRefusal = 'no-such-line' | 'amount-unreadable' | 'outside-grant-period' | 'more-than-left';

export const costRefusals = {
  'no-such-line': m.funding_refusal_no_such_line,
  'amount-unreadable': m.funding_refusal_amount_unreadable,
  'outside-grant-period': m.funding_refusal_outside_grant_period,
  'more-than-left': m.funding_refusal_more_than_left
} satisfies Record<CostRefusal, () => string>;

/** A line as it stands, in minor units. */
export type LineStanding = { left: bigint; startsOn: Day; endsOn: Day };

/** Why a cost may not go on this line, or null. A restricted fund pays within its period and what is left, and nothing else. */
export function refusalToSpend(amount: bigint | null, on: Day, line: LineStanding): CostRefusal | null {
  if (amount === null || amount <= 0n) return 'amount-unreadable';
  if (on < line.startsOn || on > line.endsOn) return 'outside-grant-period';
  return amount > line.left ? 'more-than-left' : null;
}

/** Two people approve a payment above the limit; at or under it, posting is enough. */
export function approvalsNeeded(amount: bigint, limit: bigint): 0 | 2 {
  return amount > limit ? 2 : 0;
}

export type DecisionRefusal =
  'no-such-entry' | 'not-waiting' | 'already-approved-by-you' | 'not-yours-to-approve';

export const decisionRefusals = {
  'no-such-entry': m.funding_refusal_no_such_entry,
  'not-waiting': m.funding_refusal_not_waiting,
  'already-approved-by-you': m.funding_refusal_already_approved_by_you,
  'not-yours-to-approve': m.funding_refusal_not_yours_to_approve
} satisfies Record<DecisionRefusal, () => string>;

/** Why this person may not approve this entry, or null. Two approvals are two people. */
export function refusalToApprove(
  state: EntryState,
  approvedBy: string[],
  person: string
): DecisionRefusal | null {
  if (state !== 'proposed') return 'not-waiting';
  return approvedBy.includes(person) ? 'already-approved-by-you' : null;
}

export type ReversalRefusal =
  'no-such-entry' | 'already-reversed' | 'not-posted' | 'is-a-reversal' | 'moved-no-money';

export const reversalRefusals = {
  'no-such-entry': m.funding_refusal_no_such_entry,
  'already-reversed': m.funding_refusal_already_reversed,
  'not-posted': m.funding_refusal_not_posted,
  'is-a-reversal': m.funding_refusal_is_a_reversal,
  'moved-no-money': m.funding_refusal_moved_no_money
} satisfies Record<ReversalRefusal, () => string>;

/** Why an entry cannot be reversed, or null. A promise stands as long as its grant; a proposed entry is declined instead; nothing was paid yet. */
export function refusalToReverse(entry: {
  state: EntryState;
  reversedBy: string | null;
  reverses: string | null;
  movedMoney: boolean;
}): ReversalRefusal | null {
  if (entry.reverses) return 'is-a-reversal';
  if (entry.reversedBy) return 'already-reversed';
  if (!entry.movedMoney) return 'moved-no-money';
  return entry.state === 'posted' ? null : 'not-posted';
}
