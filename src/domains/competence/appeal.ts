/** Who is suspended may ask somebody else to look again. */
import { m } from '#messages';

// Policy, no published figure: long enough to ask both sides, short enough that nobody waits for a month.
export const appealDaysMax = 14;

export const appealOutcomes = ['granted', 'refused'] as const;
export type AppealOutcome = (typeof appealOutcomes)[number];
export const appealOutcomeWords = {
  granted: m.competence_appeal_granted,
  refused: m.competence_appeal_refused
} satisfies Record<AppealOutcome, () => string>;

export type AppealRefusal =
  'not-suspended' | 'not-yours' | 'appealed-already' | 'own-decision' | 'cause-remains';
export const appealRefusals = {
  'not-suspended': m.competence_refused_not_suspended,
  'not-yours': m.competence_appeal_not_yours,
  'appealed-already': m.competence_appeal_twice,
  'own-decision': m.competence_appeal_own_decision,
  'cause-remains': m.competence_refused_cause_remains
} satisfies Record<AppealRefusal, () => string>;

/** Why this person may not decide the appeal; null when they may. Neither the holder nor whoever suspended decides. */
export function refusalToDecide(
  appeal: { holder: string; suspendedBy: string | null },
  decider: string
): AppealRefusal | null {
  return decider === appeal.holder || decider === appeal.suspendedBy ? 'own-decision' : null;
}
