import { addDays, daysBetween, type Day } from '#platform/clock/index.ts';
import { m } from '#messages';
import { minorUnits } from './money.ts';

export type NewLine = { id: string; code: string; name: string; amount: string };
export type NewGrant = {
  id: string;
  /** A donor known here, or the name of a new one. */
  donor: { id: string } | { name: string };
  title: string;
  purpose: string;
  currency: string;
  total: string;
  startsOn: Day;
  endsOn: Day;
  lines: NewLine[];
};

export type GrantRefusal =
  | 'amount-unreadable'
  | 'ends-before-start'
  | 'no-lines'
  | 'same-code-twice'
  | 'lines-exceed-grant'
  | 'no-such-donor';

export const grantRefusals = {
  'amount-unreadable': m.funding_refusal_amount_unreadable,
  'ends-before-start': m.funding_refusal_ends_before_start,
  'no-lines': m.funding_refusal_no_lines,
  'same-code-twice': m.funding_refusal_same_code_twice,
  'lines-exceed-grant': m.funding_refusal_lines_exceed_grant,
  'no-such-donor': m.funding_refusal_no_such_donor
} satisfies Record<GrantRefusal, () => string>;

/** Why this grant cannot be recorded as written, or null. */
export function refusalToRecord({
  currency,
  total,
  startsOn,
  endsOn,
  lines
}: Omit<NewGrant, 'donor'>): GrantRefusal | null {
  const available = minorUnits(total, currency);
  const promised = lines.map(({ amount }) => minorUnits(amount, currency));
  if ([available, ...promised].some((units) => units === null || units <= 0n)) return 'amount-unreadable';
  if (endsOn < startsOn) return 'ends-before-start';
  if (lines.length === 0) return 'no-lines';
  if (new Set(lines.map(({ code }) => code)).size < lines.length) return 'same-code-twice';
  return sum(promised as bigint[]) > available! ? 'lines-exceed-grant' : null;
}

/** What is left of an amount once the spent and the proposed are taken off. */
export function left({
  amount,
  spent,
  proposed
}: {
  amount: bigint;
  spent: bigint;
  proposed: bigint;
}): bigint {
  return amount - spent - proposed;
}

/** How far back spending is looked at to say how long the rest will last. */
export const runwayLookBackDays = 90;

/**
 * The day the rest would be used up if spending went on as in the days looked at, or null when nothing was spent
 * in them. It may lie after the grant's end: then money would be left over.
 */
export function usedUpOn(
  rest: bigint,
  spentLately: bigint,
  today: Day,
  days = runwayLookBackDays
): Day | null {
  if (spentLately <= 0n) return null;
  const daysLeft = (rest * BigInt(days)) / spentLately;
  // Beyond ten years the figure says nothing any more.
  return daysLeft > 3650n ? null : addDays(today, Number(daysLeft > 0n ? daysLeft : 0n));
}

/** A line is nearly spent from nine tenths on (policy). */
export function nearlySpent({
  amount,
  spent,
  proposed
}: {
  amount: bigint;
  spent: bigint;
  proposed: bigint;
}): boolean {
  return (spent + proposed) * 10n >= amount * 9n;
}

/** A grant ends soon within sixty days (policy): the time a donor usually wants for an extension or a final report. */
export function endsSoon(endsOn: Day, today: Day): boolean {
  const days = daysBetween(today, endsOn);
  return days >= 0 && days <= 60;
}

function sum(amounts: bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
