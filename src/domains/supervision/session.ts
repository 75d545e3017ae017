/** Supervision sessions: what may be recorded as one. */
import { m } from '#messages';
import type { Day } from '#platform/clock/index.ts';

export const sessionKinds = ['individual', 'group', 'debrief'] as const;
export type SessionKind = (typeof sessionKinds)[number];

export const sessionKindWords = {
  individual: m.supervision_kind_individual,
  group: m.supervision_kind_group,
  debrief: m.supervision_kind_debrief
} satisfies Record<SessionKind, () => string>;

export const sessionRefusals = {
  'nobody-attended': m.supervision_refusal_nobody_attended,
  'leader-attended': m.supervision_refusal_leader_attended,
  'one-at-a-time': m.supervision_refusal_one_at_a_time,
  'in-the-future': m.supervision_refusal_in_the_future,
  'line-manager': m.supervision_refusal_line_manager
} satisfies Record<string, () => string>;
export type SessionRefusal = keyof typeof sessionRefusals;

export type SessionAttempt = {
  kind: SessionKind;
  on: Day;
  today: Day;
  ledBy: string;
  attendees: string[];
  /** The line managers of those who attended. */
  lineManagers: string[];
};

/** Why this cannot be recorded. A debrief is a safe place only apart from line management (ImpACT+, IFRC). */
export function refusalToRecord({
  kind,
  on,
  today,
  ledBy,
  attendees,
  lineManagers
}: SessionAttempt): SessionRefusal | null {
  if (attendees.length === 0) return 'nobody-attended';
  if (attendees.includes(ledBy)) return 'leader-attended';
  if (kind === 'individual' && attendees.length > 1) return 'one-at-a-time';
  if (on > today) return 'in-the-future';
  return kind === 'debrief' && lineManagers.includes(ledBy) ? 'line-manager' : null;
}
