/** What an organisation asks of a helper before the gate opens; each figure with where it comes from. */

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
};

/** Used wherever the organisation set nothing of its own. */
export const defaultPolicy: Policy = {
  // Policy on EQUIP's rule: no level 1 anywhere, level 3 on what keeps people safe and trusting.
  requiredItems: ['harm', 'confidentiality', 'empathy', 'rapport'],
  // Policy; competence decays without supervision.
  reassessMonths: 6,
  // SAMHSA National Model Standards for Peer Support Certification 2023: 40 to 60 hours.
  trainingHoursMin: 40,
  // Policy, no published figure: one training day.
  childSafeguardingHoursMin: 6,
  // Policy, no published figure.
  certificateMonths: 12
};

/** Where each default comes from, as shown beside it. */
export const policySources: Record<keyof Policy, string> = {
  requiredItems: 'EQUIP (WHO/UNICEF)',
  reassessMonths: '',
  trainingHoursMin: 'SAMHSA National Model Standards 2023',
  childSafeguardingHoursMin: '',
  certificateMonths: ''
};
