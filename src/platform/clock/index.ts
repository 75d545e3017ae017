/**
 * The one clock. Rules are given `today` or `now`; only rooms' servers, jobs and sweeps ask here, so that
 * a test, and the demonstration story, can move time.
 */
import { Temporal } from 'temporal-polyfill';
import { dayIn as dayOf, type Day } from './day-in.ts';

export type { Day };

let read = (): Date => new Date();

/** The present instant. */
export function now(): Date {
  return read();
}

/** Moves the clock: every later `now()` starts from `at`. Without an argument it returns to real time. */
export function moveClock(at?: Date): void {
  if (!at) {
    read = () => new Date();
    return;
  }
  const offset = at.getTime() - Date.now();
  read = () => new Date(Date.now() + offset);
}

/** The calendar day of an instant in a time zone such as `Africa/Nairobi`. */
export function dayIn(timeZone: string, at: Date = now()): Day {
  return dayOf(timeZone, at);
}

/** The day so many days later (or earlier, when negative). */
export function addDays(day: Day, days: number): Day {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

/** The day so many months later (or earlier); the last day of a shorter month where needed. */
export function addMonths(day: Day, months: number): Day {
  return Temporal.PlainDate.from(day).add({ months }).toString();
}

/** Whole days from one day to another; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'days' }).days;
}

/** The instant at which the clocks of a time zone show that day and time, `14:30`. An hour that a clock change skips is taken as the later one. */
export function instantIn(timeZone: string, day: Day, time: string): Date {
  const at = Temporal.PlainDate.from(day).toZonedDateTime({
    timeZone,
    plainTime: Temporal.PlainTime.from(time)
  });
  return new Date(at.epochMilliseconds);
}

/** What the clocks of a time zone show at an instant, `14:30`. */
export function timeIn(timeZone: string, at: Date): string {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainTime()
    .toString({ smallestUnit: 'minute' });
}
