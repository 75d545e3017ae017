/** When a certificate rests by itself: its evidence no longer holds. Somebody lifts it, with a reason, once it does again. */
import type { Day } from '#platform/clock/index.ts';
import { m } from '#messages';
import { hasLevelOne, isOverdue, type CertificateFacts, type CertificateRule } from './certificate.ts';

const lapseCauses = ['incident-open', 'level-one', 'reassessment-overdue', 'background-check-ended'] as const;
export type LapseCause = (typeof lapseCauses)[number];

const lapseWords = {
  'incident-open': m.competence_lapse_incident_open,
  'level-one': m.competence_lapse_level_one,
  'reassessment-overdue': m.competence_lapse_reassessment,
  'background-check-ended': m.competence_lapse_background_check
} satisfies Record<LapseCause, () => string>;

export type LapseFacts = Pick<CertificateFacts, 'assessment' | 'backgroundCheck' | 'openIncident'>;

/** Every cause for a certificate issued under this rule to rest today, the gravest first. */
export function lapsesOf(facts: LapseFacts, rule: CertificateRule, today: Day): LapseCause[] {
  return lapseCauses.filter((cause) => causes[cause](facts, rule, today));
}

const causes: Record<LapseCause, (facts: LapseFacts, rule: CertificateRule, today: Day) => boolean> = {
  'incident-open': ({ openIncident }) => openIncident,
  // A certificate that asks for no assessment says nothing about what an assessor sees.
  'level-one': ({ assessment }, { rubric }) => rubric !== null && hasLevelOne(assessment),
  'reassessment-overdue': ({ assessment }, rule, today) => isOverdue(assessment, rule, today),
  'background-check-ended': ({ backgroundCheck }, rule) => rule.backgroundCheck && !backgroundCheck
};

/** That it was suspended, in words; of a concern not even that nobody did it by hand, for that would tell it from the rest. */
export function suspensionTitle({ cause, by }: { cause: string; by: string | null }): string {
  if (by) return m.competence_suspended_event({ name: by });
  return cause === 'incident-open' ? m.competence_validity_suspended() : m.competence_suspended_by_itself();
}

/** Why a suspension rests on what it rests on, in words; by hand it is the suspender's own. */
export function suspensionWords({ cause, reason }: { cause: string; reason: string }): string {
  const lapse = lapseCauses.find((known) => known === cause);
  return lapse ? lapseWords[lapse]() : reason;
}
