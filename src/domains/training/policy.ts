import type { Day } from '#platform/clock/index.ts';
import { m } from '#messages';

/** What is done about somebody who has not done what comes first. */
export const prerequisiteRules = ['warn', 'refuse'] as const;
/** What shows that somebody is competent: the certificate, or an assessment that reaches the bar. */
export const competenceShownBy = ['certificate', 'bar'] as const;

/** What an organisation decided about its training, from a day on. */
export type TrainingPolicy = {
  prerequisites: (typeof prerequisiteRules)[number];
  /** Whoever was there for this share of a workshop's hours counts as trained by it. */
  trainedPercent: number;
  competentBy: (typeof competenceShownBy)[number];
  /** So long after a workshop's last day what they show counts as its fruit. */
  competentWithinDays: number;
  source: string;
};

/** Policy, no published figure, which `source` says in the reader's language: four fifths is what most attendance certificates ask, half a year a usual way to certification. */
export const defaultTrainingPolicy: TrainingPolicy = {
  prerequisites: 'warn',
  trainedPercent: 80,
  competentBy: 'certificate',
  competentWithinDays: 180,
  get source() {
    return m.training_policy_source_default();
  }
};

export type NewTrainingPolicy = TrainingPolicy & { id: string; effectiveFrom: Day; reason: string };

export const prerequisiteRuleNames = {
  warn: m.training_policy_warn,
  refuse: m.training_policy_refuse
} satisfies Record<TrainingPolicy['prerequisites'], () => string>;

export const competenceShownByNames = {
  certificate: m.training_policy_by_certificate,
  bar: m.training_policy_by_bar
} satisfies Record<TrainingPolicy['competentBy'], () => string>;
