import { m } from '#messages';

/** What a workshop is asked about, each from 1 (not at all) to 5 (very much). */
export const evaluationItems = ['aims_met', 'useful', 'trainers', 'pace', 'felt_safe'] as const;
export type EvaluationItem = (typeof evaluationItems)[number];
export const evaluationItemNames = {
  aims_met: m.training_evaluation_aims_met,
  useful: m.training_evaluation_useful,
  trainers: m.training_evaluation_trainers,
  pace: m.training_evaluation_pace,
  felt_safe: m.training_evaluation_felt_safe
} satisfies Record<EvaluationItem, () => string>;

export type EvaluationRefusal = 'not-the-time' | 'not-enrolled' | 'answered-before';
export const evaluationRefusals = {
  'not-the-time': m.training_evaluation_refusal_not_the_time,
  'not-enrolled': m.training_evaluation_refusal_not_enrolled,
  'answered-before': m.training_quiz_refusal_answered_before
} satisfies Record<EvaluationRefusal, () => string>;

/** Below so many nothing is shown: faces could be guessed. Policy; the database function says the same. */
export const evaluationAnswersMin = 5;
