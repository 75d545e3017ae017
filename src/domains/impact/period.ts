/**
 * The only times a figure is asked about: a month, a quarter, a year, or all time. Any two days as borders would let somebody
 * shift them by one day and see who was new.
 */
import type { Day } from '#platform/clock/index.ts';

/** `2026-11`, `2026-Q4`, `2026` or `all`. */
export type Period = string;

const shapes = /^(all|\d{4}|\d{4}-Q[1-4]|\d{4}-(0[1-9]|1[0-2]))$/;

export const isPeriod = (text: string): boolean => shapes.test(text);
export const isYear = (period: Period): boolean => /^\d{4}$/.test(period);
export const isQuarter = (period: Period): boolean => period.includes('Q');
export const isMonth = (period: Period): boolean => /^\d{4}-\d{2}$/.test(period);

/** Districts are shown for a year or all time: in a quarter too few people live in one. */
export const hasDistricts = (period: Period): boolean => period === 'all' || isYear(period);

/** The next longer time that it lies in; null for all time. */
export function longer(period: Period): Period | null {
  if (period === 'all') return null;
  if (isYear(period)) return 'all';
  if (isQuarter(period)) return period.slice(0, 4);
  return quarterOf(`${period}-01`);
}

export const quarterOf = (day: Day): Period =>
  `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;

/** Its first and last day; null for all time. */
export function daysOf(period: Period): { from: Day; to: Day } | null {
  if (period === 'all') return null;
  const year = Number(period.slice(0, 4));
  const [first, months] = isYear(period)
    ? [1, 12]
    : isQuarter(period)
      ? [Number(period.at(-1)) * 3 - 2, 3]
      : [Number(period.slice(5)), 1];
  const day = (month: number, date: number) =>
    new Date(Date.UTC(year, month - 1, date)).toISOString().slice(0, 10);
  return { from: day(first, 1), to: day(first + months, 0) };
}

/** Every month between two, both included. */
export function monthsBetween(from: Period, to: Period): Period[] {
  const months: Period[] = [];
  for (let at = from; at <= to && months.length < monthsMax; at = monthAfter(at)) months.push(at);
  return months;
}

// A hundred years: nobody reports on more, and a mistyped year must not fill the memory.
const monthsMax = 1200;

function monthAfter(month: Period): Period {
  const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(5))];
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
}
