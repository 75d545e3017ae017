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
import { addDays, addMonths, type Day } from '#platform/clock/index.ts';
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
  const since = addDays(today, -7 * policy.carryWeeks);
  const obligations = obligationsOf({ start, today, contactHours }, policy);
  const counted = received.filter(({ on }) => on >= start && on <= today);
  const debt = missing(obligations, counted, today, policy);
  const recent = counted.filter(({ on }) => on >= since);
  return {
    owed: obligations.filter((due) => due >= since).length,
    received: recent.reduce((sum, session) => sum + unitsOf(session), 0),
    debt,
    overdue: debt >= policy.overdueUnits
  };
}

/** One hour alone, or two in a group. */
export function unitsOf({ kind, minutes }: Pick<Received, 'kind' | 'minutes'>): number {
  return minutes / (kind === 'individual' ? 60 : 120);
}

/** The days on which units fell due before today, in order; a day with two units is there twice. */
export function obligationsOf(
  { start, today, contactHours }: Pick<Account, 'start' | 'today' | 'contactHours'>,
  policy: Pick<SupervisionPolicy, 'weeklyMonths' | 'contactHoursBeforeExtra'>
): Day[] {
  const monthly = addMonths(start, policy.weeklyMonths);
  const due: Day[] = [];
  for (let monday = numbered(firstMonday(start)); monday + 6 < numbered(today); monday += 7) {
    const sunday = dayNumbered(monday + 6);
    if (sunday < monthly) due.push(sunday);
    if ((contactHours[dayNumbered(monday)] ?? 0) > policy.contactHoursBeforeExtra) due.push(sunday);
  }
  return [...due, ...halfMonths(monthly, today)].sort();
}

// Days as numbers: the gate counts thousands of weeks at once, and calendar objects are slow.
const dayMilliseconds = 86_400_000;
const numbered = (day: Day) => Date.parse(`${day}T00:00:00Z`) / dayMilliseconds;
const dayNumbered = (number: number): Day => new Date(number * dayMilliseconds).toISOString().slice(0, 10);

function halfMonths(from: Day, today: Day): Day[] {
  const due: Day[] = [];
  for (let first = `${from.slice(0, 7)}-01`; first < today; first = nextMonth(first)) {
    const month = first.slice(0, 7);
    const last = dayNumbered(numbered(nextMonth(first)) - 1);
    if (first >= from && `${month}-15` < today) due.push(`${month}-15`);
    if (`${month}-16` >= from && last < today) due.push(last);
  }
  return due;
}

function nextMonth(first: Day): Day {
  // 31 days after a first of a month it is the next month, whichever month it was.
  return `${dayNumbered(numbered(first) + 31).slice(0, 7)}-01`;
}

// A running account: positive is missing, negative was had ahead. It never exceeds what fell due lately.
function missing(
  obligations: Day[],
  received: Received[],
  today: Day,
  { aheadUnits, carryWeeks }: SupervisionPolicy
): number {
  const events = [
    ...obligations.map((on) => ({ on, units: 1 })),
    ...received.map((session) => ({ on: session.on, units: -unitsOf(session) }))
  ].sort((a, b) => (a.on === b.on ? b.units - a.units : a.on < b.on ? -1 : 1));
  // The days asked about only go forward, and with them what fell due up to each and what is let go by then.
  let fallen = 0;
  let gone = 0;
  const lately = (on: Day) => {
    const oldest = dayNumbered(numbered(on) - 7 * carryWeeks);
    while (fallen < obligations.length && obligations[fallen]! <= on) fallen++;
    while (gone < fallen && obligations[gone]! < oldest) gone++;
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
