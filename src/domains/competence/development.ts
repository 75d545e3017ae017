/** Continuing development: what somebody goes on learning, and how much of it counts towards a renewal. */
import type { Day } from '#platform/clock/index.ts';
import { m } from '#messages';

/** The first four are known to their own rooms. */
export const developmentKinds = [
  'training',
  'course',
  'supervision',
  'teaching',
  'peer-learning',
  'reading',
  'conference'
] as const;
export type DevelopmentKind = (typeof developmentKinds)[number];
/** What people enter themselves. */
export const enteredKinds = ['peer-learning', 'reading', 'conference'] as const;
export type EnteredKind = (typeof enteredKinds)[number];

export const developmentKindWords = {
  training: m.competence_development_training,
  course: m.competence_development_course,
  supervision: m.competence_development_supervision,
  teaching: m.competence_development_teaching,
  'peer-learning': m.competence_development_peer_learning,
  reading: m.competence_development_reading,
  conference: m.competence_development_conference
} satisfies Record<DevelopmentKind, () => string>;

/** Part of the rule for a certificate. */
export type DevelopmentRule = {
  /** Between one certificate and its renewal; nought asks for nothing. */
  hoursMin: number;
  /** What a course that was passed counts for. */
  courseHours: number;
  /** The most that a kind counts for; not named, there is no such limit. */
  caps: Partial<Record<DevelopmentKind, number>>;
};

// Policy, no published figure for peers: nothing is asked for until an organisation says so.
export const developmentDefault: DevelopmentRule = { hoursMin: 0, courseHours: 1, caps: {} };

/** Something that was learnt; a course has no hours of its own. */
export type Activity = { kind: DevelopmentKind; on: Day; hours: number | null; what: string };

export type Balance = {
  byKind: { kind: DevelopmentKind; done: number; cap: number | null; counted: number }[];
  counted: number;
  missing: number;
};

/** What counts under the rule, kind by kind, and how much is missing. */
export function balanceOf(activities: Activity[], { hoursMin, courseHours, caps }: DevelopmentRule): Balance {
  const byKind = developmentKinds.map((kind) => {
    const done = rounded(
      activities
        .filter((activity) => activity.kind === kind)
        .reduce((sum, { hours }) => sum + (hours ?? courseHours), 0)
    );
    const cap = caps[kind] ?? null;
    return { kind, done, cap, counted: cap === null ? done : Math.min(done, cap) };
  });
  const counted = rounded(byKind.reduce((sum, one) => sum + one.counted, 0));
  return { byKind, counted, missing: rounded(Math.max(0, hoursMin - counted)) };
}

// Hours are kept to hundredths; sums of such numbers are not.
const rounded = (hours: number) => Math.round(hours * 100) / 100;

export type DevelopmentRefusal = 'in-the-future' | 'not-found' | 'own-entry' | 'decided-already';
export const developmentRefusals = {
  'in-the-future': m.competence_refused_in_the_future,
  'not-found': m.competence_development_refused_not_found,
  'own-entry': m.competence_development_refused_own,
  'decided-already': m.competence_development_refused_decided
} satisfies Record<DevelopmentRefusal, () => string>;
