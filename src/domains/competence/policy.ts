/** What an organisation asks of a helper before the gate opens; each figure with where it comes from. */

/** Work that an organisation may hold to a certificate. */
export const certifiedWorks = ['trainer', 'assessor', 'supervisor'] as const;
export type CertifiedWork = (typeof certifiedWorks)[number];

export type Policy = {
  /** Rubric items on which level 3 is needed. */
  requiredItems: string[];
  /** An assessment older than this no longer counts. */
  reassessMonths: number;
  /** Training before a first certificate. */
  trainingHoursMin: number;
  /** Training before a child-safeguarding certificate. */
  childSafeguardingHoursMin: number;
  /** How long a certificate lasts. */
  certificateMonths: number;
  /** Rubrics whose levels open the gate. */
  gateRubrics: string[];
  /** An assessor whose agreement with others lies below this does not count alone. */
  agreementMin: number;
  /** So many people seen by two are needed before agreement says anything about an assessor. */
  agreementPairsMin: number;
  /** Work that nobody newly takes up without a certificate for it that holds. */
  certifiedWork: CertifiedWork[];
  /** How long a calibration against a reference holds. */
  calibrationMonths: number;
  /** Whether an assessor without a calibration that holds and reaches the bar does not count alone. */
  calibrationCounts: boolean;
};

/** Used wherever the organisation set nothing of its own. */
export const defaultPolicy: Policy = {
  // Policy on EQUIP's rule: no level 1 anywhere, level 3 on what keeps people safe and trusting.
  requiredItems: [
    'harm',
    'confidentiality',
    'empathy',
    'rapport',
    'group-safety',
    'group-privacy',
    'child-safety',
    'child-privacy',
    'child-rapport',
    'child-empathy'
  ],
  // Policy; competence decays without supervision.
  reassessMonths: 6,
  // SAMHSA National Model Standards for Peer Support Certification 2023: 40 to 60 hours.
  trainingHoursMin: 40,
  // Policy, no published figure: one training day.
  childSafeguardingHoursMin: 6,
  // Policy, no published figure.
  certificateMonths: 12,
  // Policy: the gate asks about a helper alone with one seeker.
  gateRubrics: ['foundational-helping'],
  // Koo & Li 2016: an ICC below 0.5 is poor, from 0.5 to 0.75 moderate; 0.6 also begins Landis & Koch's "substantial" kappa (1977).
  agreementMin: 0.6,
  // Policy, no published figure.
  agreementPairsMin: 10,
  // Policy: a first trainer has nobody yet to certify them.
  certifiedWork: [],
  // Policy, no published figure: once a year, as a certificate is renewed.
  calibrationMonths: 12,
  // Policy: an organisation turns it on once its experts have agreed a reference.
  calibrationCounts: false
};

/**
 * The items of one rubric on which level 3 is needed. A policy set before a rubric was there names none of it: then
 * the default's hold.
 */
export function requiredOn(
  policy: Pick<Policy, 'requiredItems'>,
  items: readonly { id: string }[]
): string[] {
  const within = (required: string[]) => required.filter((item) => items.some(({ id }) => id === item));
  const named = within(policy.requiredItems);
  return named.length > 0 ? named : within(defaultPolicy.requiredItems);
}

/** Where each default comes from, as shown beside it. */
export const policySources: Record<keyof Policy, string> = {
  requiredItems: 'EQUIP (WHO/UNICEF)',
  reassessMonths: '',
  trainingHoursMin: 'SAMHSA National Model Standards 2023',
  childSafeguardingHoursMin: '',
  certificateMonths: '',
  gateRubrics: '',
  agreementMin: 'Koo & Li 2016; Landis & Koch 1977',
  agreementPairsMin: '',
  certifiedWork: '',
  calibrationMonths: '',
  calibrationCounts: ''
};
