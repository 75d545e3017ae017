/** A workshop's test answered on paper, and entered by somebody who runs the workshop. */
import { dayIn } from '#platform/clock/index.ts';
import { formatDay } from '#platform/languages/format.ts';
import { m } from '#messages';
import type { Answers } from './question.ts';
import { testNames, type TestOccasion } from './quiz.ts';
import type { Span } from './workshop.ts';

export type PaperRefusal =
  'not-yours-to-enter' | 'no-test' | 'no-seat' | 'answered-before' | 'not-the-time' | 'nothing-answered';

export const paperRefusals = {
  'not-yours-to-enter': m.training_paper_refusal_not_yours,
  'no-test': m.training_paper_refusal_no_test,
  'no-seat': m.training_paper_refusal_no_seat,
  'answered-before': m.training_paper_refusal_answered_before,
  'not-the-time': m.training_paper_refusal_not_the_time,
  'nothing-answered': m.training_paper_refusal_nothing_answered
} satisfies Record<PaperRefusal, () => string>;

/** Paper says no time: it counts as answered when the workshop began or ended, or now if that is still to come. */
export function answeredAt(occasion: TestOccasion, sessions: Span[], at: Date): Date {
  const handedOut = occasion === 'before' ? sessions[0]!.startsAt : sessions.at(-1)!.endsAt;
  return handedOut < at ? handedOut : at;
}

export type Entered = {
  answers: Answers;
  occasion: TestOccasion;
  sessions: Span[];
  answered: boolean;
  at: Date;
};

/** Why a paper cannot be entered, or null. `answered`: by the learner, or from paper before; the first stands. */
export function refusalToEnter({ answers, occasion, sessions, answered, at }: Entered): PaperRefusal | null {
  if (answered) return 'answered-before';
  if (occasion === 'after' && at < sessions.at(-1)!.startsAt) return 'not-the-time';
  return Object.keys(answers).length === 0 ? 'nothing-answered' : null;
}

/** Says to a learner who entered which test for them, and when. */
export function toldOfPaper(
  { occasion, enteredBy, at }: { occasion: TestOccasion; enteredBy: string; at: Date },
  timeZone: string
): string {
  return m.training_paper_told({
    ...{ test: testNames[occasion](), name: enteredBy },
    day: formatDay(dayIn(timeZone, at))
  });
}
