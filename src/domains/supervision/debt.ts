/**
 * Supervision as a debt: what is owed, what was received, and what is missing. One unit is one hour alone or two hours in
 * a group. What is owed:
 *
 * - in the first months (policy; six) one unit for every whole week, Monday to Sunday, after the start (ImpACT+);
 * - afterwards two a month: one for the days 1 to 15, one for the rest (California BBS practice);
 * - one more for every week with more than the policy's contact hours (ten).
 *
 * A unit falls due when its week or half month has ended. What is received pays the oldest unit first. At most
 * `aheadUnits` are kept for later, and what fell due more than `carryWeeks` ago is let go.
 */
import { addMonths, type Day } from '#platform/clock/index.ts';
import type { SupervisionPolicy } from './policy.ts';

export type Received = { on: Day; kind: 'individual' | 'group'; minutes: number };

export type Account = {
  /** The day from which supervision is owed: when the person first had a supervisor. */
  start: Day;
  today: Day;
  received: Received[];
  /** Contact hours of each week, by its Monday; weeks that are left out had none. */
  contactHours: Record<Day, number>;
};

export type Debt = {
  /** Units that fell due in the last `carryWeeks` weeks. */
  owed: number;
  /** Units received in those weeks. */
  received: number;
  /** Units still missing. */
  debt: number;
  overdue: boolean;
};

export function debtOf({ start, today, received, contactHours }: Account, policy: SupervisionPolicy): Debt {
  const now = numbered(today);
  const since = now - 7 * policy.carryWeeks;
  const due = fallenDue({ start, today, contactHours }, policy);
  const counted = received
    .filter(({ on }) => on >= start && on <= today)
    .map((session) => ({ on: numbered(session.on), units: unitsOf(session) }));
  const debt = missing(due, counted, now, policy);
  return {
    owed: due.filter((day) => day >= since).length,
    received: counted.reduce((sum, { on, units }) => (on >= since ? sum + units : sum), 0),
    debt,
    overdue: debt >= policy.overdueUnits
  };
}

/** One hour alone, or two in a group. */
export function unitsOf({ kind, minutes }: Pick<Received, 'kind' | 'minutes'>): number {
  return minutes / (kind === 'individual' ? 60 : 120);
}

/** The days on which units fell due before today, in order; a day with two units is there twice. */
export function obligationsOf(...owing: Parameters<typeof fallenDue>): Day[] {
  return fallenDue(...owing).map(dayNumbered);
}

function fallenDue(
  { start, today, contactHours }: Pick<Account, 'start' | 'today' | 'contactHours'>,
  policy: Pick<SupervisionPolicy, 'weeklyMonths' | 'contactHoursBeforeExtra'>
): number[] {
  const monthly = numbered(addMonths(start, policy.weeklyMonths));
  const end = numbered(today);
  const due: number[] = [];
  const first = numbered(firstMonday(start));
  for (let sunday = first + 6; sunday < end && sunday < monthly; sunday += 7) due.push(sunday);
  for (const [day, hours] of Object.entries(contactHours)) {
    const monday = numbered(day);
    if (hours > policy.contactHoursBeforeExtra && monday >= first && monday + 6 < end) due.push(monday + 6);
  }
  return [...due, ...halfMonths(monthly, end)].sort((a, b) => a - b);
}

// Days as numbers, counted from 1970: the gate counts thousands of weeks at once, and calendar objects are slow.
const dayMilliseconds = 86_400_000;
const numbered = (day: Day) => Date.parse(`${day}T00:00:00Z`) / dayMilliseconds;
const dayNumbered = (number: number): Day => new Date(number * dayMilliseconds).toISOString().slice(0, 10);

// The 15th and the last of each month: the one if the 1st, the other if the 16th is not before `from`.
function halfMonths(from: number, end: number): number[] {
  const due: number[] = [];
  const begins = new Date(from * dayMilliseconds);
  const year = begins.getUTCFullYear();
  for (let month = begins.getUTCMonth(); ; month++) {
    const first = Date.UTC(year, month, 1) / dayMilliseconds;
    if (first >= end) return due;
    const last = Date.UTC(year, month + 1, 0) / dayMilliseconds;
    if (first >= from && first + 14 < end) due.push(first + 14);
    if (first + 15 >= from && last < end) due.push(last);
  }
}

// A running account: positive is missing, negative was had ahead. It never exceeds what fell due lately.
function missing(
  due: number[],
  received: { on: number; units: number }[],
  today: number,
  { aheadUnits, carryWeeks }: SupervisionPolicy
): number {
  const events = [
    ...due.map((on) => ({ on, units: 1 })),
    ...received.map(({ on, units }) => ({ on, units: -units }))
  ].sort((a, b) => a.on - b.on || b.units - a.units);
  // The days asked about only go forward, and with them what fell due up to each and what is let go by then.
  let fallen = 0;
  let gone = 0;
  const lately = (on: number) => {
    while (fallen < due.length && due[fallen]! <= on) fallen++;
    while (gone < fallen && due[gone]! < on - 7 * carryWeeks) gone++;
    return fallen - gone;
  };
  let balance = 0;
  for (const { on, units } of events) balance = Math.max(-aheadUnits, Math.min(balance + units, lately(on)));
  return Math.max(0, Math.min(balance, lately(today)));
}

/** The first Monday on or after a day. */
export function firstMonday(day: Day): Day {
  // 5 January 1970, day number 4, was a Monday.
  const sinceMonday = (((numbered(day) - 4) % 7) + 7) % 7;
  return sinceMonday === 0 ? day : dayNumbered(numbered(day) + 7 - sinceMonday);
}
