/** What a workshop asks of those who come, and what it pays them for the days they came. */
import { amountText, costRefusals, incomeRefusals, minorUnits } from '#domains/funding/index.ts';
import type { CostRefusal, IncomeRefusal } from '#domains/funding/index.ts';
import type { Day } from '#platform/clock/index.ts';
import { m } from '#messages';

/** Exact texts in the currency of the grant that pays; `0` is none. */
export type Terms = { fee: string; stipendPerDay: string; travelPerDay: string };

export type TermsRefusal = 'no-such-workshop' | 'no-line' | 'amount-unreadable' | 'not-yours-to-change';

export const termsRefusals = {
  'no-such-workshop': m.training_refusal_no_such_workshop,
  'no-line': m.training_refusal_no_line,
  'amount-unreadable': m.training_error_amount,
  'not-yours-to-change': m.training_refusal_not_yours_to_change
} satisfies Record<TermsRefusal, () => string>;

export type StipendRefusal =
  CostRefusal | 'no-such-workshop' | 'no-line' | 'nothing-due' | 'not-yours-to-pay';

export const stipendRefusals = {
  ...costRefusals,
  'no-such-workshop': m.training_refusal_no_such_workshop,
  'no-line': m.training_refusal_no_line,
  'nothing-due': m.training_refusal_nothing_due,
  'not-yours-to-pay': m.training_refusal_not_yours_to_pay
} satisfies Record<StipendRefusal, () => string>;

export type FeeRefusal = IncomeRefusal | 'no-such-workshop' | 'no-line' | 'not-enrolled';

export const feeRefusals = {
  ...incomeRefusals,
  'no-such-workshop': m.training_refusal_no_such_workshop,
  'no-line': m.training_refusal_no_line,
  'not-enrolled': m.training_refusal_marked_not_enrolled
} satisfies Record<FeeRefusal, () => string>;

/** Somebody was there on a day, if only for a part of it. */
export type DayThere = { person: string; day: Day };

/** The days people came and are not paid for yet; two sessions on one day are one day. */
export function daysDue(came: DayThere[], paid: DayThere[]): DayThere[] {
  const known = new Set(paid.map(keyOf));
  return came.filter((day) => {
    const isNew = !known.has(keyOf(day));
    known.add(keyOf(day));
    return isNew;
  });
}

/** What so many days come to, as exact text. */
export function amountFor(days: number, { stipendPerDay, travelPerDay }: Terms, currency: string): string {
  const perDay = minorUnits(stipendPerDay, currency)! + minorUnits(travelPerDay, currency)!;
  return amountText(perDay * BigInt(days), currency);
}

const keyOf = ({ person, day }: DayThere) => `${person} ${day}`;
