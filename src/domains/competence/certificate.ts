/** What it takes to be certified, and whether a certificate holds on a day. */
import { addMonths, type Day } from '#platform/clock/index.ts';
import { m } from '#messages';
import type { ItemLevel } from './level.ts';
import { requiredOn, type Policy } from './policy.ts';

/** What a certificate is for. `child-safeguarding` stands beside the others: it opens no gate by itself. */
export const certificateRoles = ['supporter', 'practitioner', 'child-safeguarding'] as const;
export type CertificateRole = (typeof certificateRoles)[number];

export type CertificateRefusal =
  | 'own-certificate'
  | 'no-assessment'
  | 'assessment-old'
  | 'level-one'
  | 'required-under-three'
  | 'hours-missing';
export type Evidence = {
  role: CertificateRole;
  latestAssessment: { on: Day; levels: ItemLevel[] } | null;
  trainingHours: number;
  /** The issuer certifies themselves. */
  own: boolean;
};

export const certificateRoleWords = {
  supporter: m.competence_role_supporter,
  practitioner: m.competence_role_practitioner,
  'child-safeguarding': m.competence_role_child_safeguarding
} satisfies Record<CertificateRole, () => string>;

export const certificateRefusals = {
  'own-certificate': m.competence_refused_own_certificate,
  'no-assessment': m.competence_refused_no_assessment,
  'assessment-old': m.competence_refused_assessment_old,
  'level-one': m.competence_refused_level_one,
  'required-under-three': m.competence_refused_required_under_three,
  'hours-missing': m.competence_refused_hours_missing
} satisfies Record<CertificateRefusal, () => string>;

/** Every reason not to certify; empty when there is none. */
export function refusalsToCertify(evidence: Evidence, policy: Policy, today: Day): CertificateRefusal[] {
  const refusals: CertificateRefusal[] = [];
  if (evidence.own) refusals.push('own-certificate');
  if (evidence.role === 'child-safeguarding') {
    if (evidence.trainingHours < policy.childSafeguardingHoursMin) refusals.push('hours-missing');
    return refusals;
  }
  refusals.push(...refusalsOfAssessment(evidence.latestAssessment, policy, today));
  if (evidence.trainingHours < policy.trainingHoursMin) refusals.push('hours-missing');
  return refusals;
}

export type Validity = 'valid' | 'expired' | 'suspended' | 'not-yet';

/** Whether it holds on this day. The last day of a certificate is its `expiresOn`. */
export function validityOf(
  certificate: { issuedOn: Day; expiresOn: Day; suspended: boolean },
  today: Day
): Validity {
  if (certificate.suspended) return 'suspended';
  if (today < certificate.issuedOn) return 'not-yet';
  return today > certificate.expiresOn ? 'expired' : 'valid';
}

export const validityWords = {
  valid: m.competence_validity_valid,
  expired: m.competence_validity_expired,
  suspended: m.competence_validity_suspended,
  'not-yet': m.competence_validity_not_yet
} satisfies Record<Validity, () => string>;

function refusalsOfAssessment(
  assessment: Evidence['latestAssessment'],
  policy: Policy,
  today: Day
): CertificateRefusal[] {
  if (!assessment) return ['no-assessment'];
  const refusals: CertificateRefusal[] = [];
  if (addMonths(assessment.on, policy.reassessMonths) < today) refusals.push('assessment-old');
  if (assessment.levels.some(({ level }) => level === 1)) refusals.push('level-one');
  const items = requiredOn(
    policy,
    assessment.levels.map(({ item }) => ({ id: item }))
  );
  const required = assessment.levels.filter(({ item }) => items.includes(item));
  if (required.length === 0 || required.some(({ level }) => level < 3)) refusals.push('required-under-three');
  return refusals;
}

export type SuspensionRefusal = 'not-found' | 'already-suspended' | 'not-suspended';
export const suspensionRefusals = {
  'not-found': m.competence_refused_not_found,
  'already-suspended': m.competence_refused_already_suspended,
  'not-suspended': m.competence_refused_not_suspended
} satisfies Record<SuspensionRefusal, () => string>;
