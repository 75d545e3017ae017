import { addDays, addMonths, daysBetween, type Day } from '#platform/clock/index.ts';

/** The days of the month around `day`, and on which day of the week (Monday is 1) it begins. */
export function monthOf(day: Day): { firstWeekday: number; days: Day[] } {
  const first = `${day.slice(0, 8)}01`;
  const length = daysBetween(first, addMonths(first, 1));
  return {
    firstWeekday: new Date(`${first}T00:00:00Z`).getUTCDay() || 7,
    days: Array.from({ length }, (_, index) => addDays(first, index))
  };
}
