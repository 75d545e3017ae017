/** Who is there, and who is called. An empty rota is never a reason to call nobody. */
import { Temporal } from 'temporal-polyfill';
import type { Step } from './clock.ts';

/** Whom to ask when the rota has a gap, in this order. */
export const ladderRoles = ['safeguarding-lead', 'coordinator', 'administrator'] as const;
export type Ladder = Record<(typeof ladderRoles)[number], string[]>;

export type Duty = {
  step: Step;
  /** Those on call for this step now. */
  onCall: string[];
  ladder: Ladder;
  /** Those this round has called already. */
  called: string[];
  /** Whom the concern is about: never called to it. */
  about: string | null;
};

/**
 * Whom to call. Those on call for the step; where the rota has a gap, or has only people who were called already, all
 * of the first role on the ladder that has somebody new; and when nobody new is left, everybody on the ladder again.
 * Empty only when the organisation has nobody on the ladder but the person it is about.
 */
export function whomToCall({ onCall, ladder, called, about }: Duty): string[] {
  const others = (people: string[]) => [...new Set(people)].filter((person) => person !== about);
  const groups = [onCall, ...ladderRoles.map((role) => ladder[role])].map(others);
  const fresh = groups.map((people) => people.filter((person) => !called.includes(person)));
  return fresh.find((people) => people.length > 0) ?? others(groups.flat());
}

/** One stretch of a weekday when somebody is there; weekday 1 is Monday, times are local, `08:00`. */
export type StaffedHours = { weekday: number; opens: string; closes: string };

/** Whether somebody is there at that instant, in the organisation's time zone. */
export function staffedNow(hours: StaffedHours[], at: Date, timeZone: string): boolean {
  const local = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
  const time = local.toPlainTime();
  return hours.some(
    ({ weekday, opens, closes }) =>
      weekday === local.dayOfWeek &&
      Temporal.PlainTime.compare(opens, time) <= 0 &&
      Temporal.PlainTime.compare(time, closes) < 0
  );
}

/** The instant at which the clocks of a zone show a local time such as `2026-11-21T22:00`; null when it is no time. */
export function instantIn(timeZone: string, local: string): Date | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(local)) return null;
  return new Date(Temporal.PlainDateTime.from(local).toZonedDateTime(timeZone).epochMilliseconds);
}
