/**
 * The clock of a concern. A round begins when a concern is raised, made more urgent, or opened again; it has three
 * deadlines. At each somebody is called, unless somebody has acknowledged the round, or a later one, before.
 */
import type { SafeguardingPolicy } from './policy.ts';
import type { Urgency } from './urgency.ts';

export const steps = ['first', 'second', 'manager'] as const;
export type Step = (typeof steps)[number];

export type Deadline = { step: Step; dueAt: Date };
export type KnownDeadline = Deadline & { round: number; called: boolean; stoodDown: boolean };

/** When each step of a round that begins at `beganAt` falls due. The first is due at once. */
export function deadlinesOf(urgency: Urgency, beganAt: Date, policy: SafeguardingPolicy): Deadline[] {
  const minutes = { first: 0, ...policy.minutes[urgency] };
  return steps.map((step) => ({ step, dueAt: new Date(beganAt.getTime() + minutes[step] * 60_000) }));
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
