/**
 * The clock of a concern. A round begins when a concern is raised, made more urgent, or opened again; it has three
 * deadlines. At each somebody is called, unless somebody has acknowledged the round, or a later one, before.
 */
import { addDays, dayIn, instantIn } from '#platform/clock/index.ts';
import { workingDayBegins, type SafeguardingPolicy } from './policy.ts';
import type { Urgency } from './urgency.ts';

export const steps = ['first', 'second', 'manager'] as const;
export type Step = (typeof steps)[number];

export type Deadline = { step: Step; dueAt: Date };
export type KnownDeadline = Deadline & { round: number; called: boolean; stoodDown: boolean };

/** When each step of a round that begins at `beganAt` falls due. The first is due at once, unless it may wait until `firstAt`. */
export function deadlinesOf(
  urgency: Urgency,
  beganAt: Date,
  policy: SafeguardingPolicy,
  firstAt = beganAt
): Deadline[] {
  const from = { first: firstAt, second: beganAt, manager: beganAt };
  const minutes = { first: 0, ...policy.minutes[urgency] };
  return steps.map((step) => ({
    step,
    // Nobody is called second before somebody was called first.
    dueAt: new Date(Math.max(firstAt.getTime(), from[step].getTime() + minutes[step] * 60_000))
  }));
}

/** The next beginning of a working day, within a day from then. */
export function nextWorkingDay(at: Date, timeZone: string): Date {
  const today = dayIn(timeZone, at);
  const morning = instantIn(timeZone, today, workingDayBegins);
  return morning > at ? morning : instantIn(timeZone, addDays(today, 1), workingDayBegins);
}

/** Whether somebody must be called now. A deadline is called once, and never after it was stood down. */
export function mustCall(
  { dueAt, called, stoodDown }: Pick<KnownDeadline, 'dueAt' | 'called' | 'stoodDown'>,
  at: Date
): boolean {
  return !called && !stoodDown && dueAt <= at;
}

/** Whether acknowledging a round ends the waiting for this deadline: it does for its own round and all earlier ones. */
export function standsDown(
  deadline: Pick<KnownDeadline, 'round' | 'called'>,
  acknowledgedRound: number
): boolean {
  return !deadline.called && deadline.round <= acknowledgedRound;
}
