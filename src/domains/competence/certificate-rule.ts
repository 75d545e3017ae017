/** What a certificate takes, role by role: data that an organisation may set, and what holds where it set none. */
import type { CertificateRole, CertificateRule } from './certificate.ts';
import { developmentDefault } from './development.ts';
import { requiredOn, type Policy } from './policy.ts';
import { newestRubric, rubrics } from './rubric.ts';

/** What stands apart for each role; the rest is the organisation's policy. */
const apart = {
  supporter: { rubric: 'foundational-helping' },
  practitioner: { rubric: 'foundational-helping' },
  'child-safeguarding': { rubric: null, hourKinds: ['child-safeguarding'] },
  // Who trains leads a group: that is what is watched.
  trainer: { rubric: 'group-facilitation' },
  assessor: { rubric: null },
  // Policy, no published figure: two days.
  supervisor: { rubric: null, hourKinds: ['supervision-skills'], hoursMin: 16 }
} satisfies Record<CertificateRole, { rubric: string | null; hourKinds?: string[]; hoursMin?: number }>;

/** What holds where an organisation set no rule: its policy on competence, put in the terms of a rule. */
export function defaultRule(role: CertificateRole, policy: Policy): CertificateRule {
  const { rubric, ...own } = apart[role];
  return {
    hoursMin: role === 'child-safeguarding' ? policy.childSafeguardingHoursMin : policy.trainingHoursMin,
    hourKinds: [],
    // SAMHSA 2023 allows up to 120 hours and asks for none; the gate lets nobody practise before they are certified.
    practiceHoursMin: 0,
    rubric,
    requiredItems: rubric === null ? [] : requiredOn(policy, newestRubric(rubrics, rubric)!.items),
    requiredLevelMin: 3,
    reassessMonths: policy.reassessMonths,
    test: null,
    testMark: null,
    // The gate asks for it at every match, certificate or not.
    backgroundCheck: false,
    months: policy.certificateMonths,
    development: developmentDefault,
    ...own
  };
}

/** Where each default comes from; empty means policy, no published figure. */
export const ruleSources: Record<keyof CertificateRule, string> = {
  hoursMin: 'SAMHSA National Model Standards 2023',
  hourKinds: '',
  practiceHoursMin: 'SAMHSA National Model Standards 2023',
  rubric: 'EQUIP (WHO/UNICEF)',
  requiredItems: 'EQUIP (WHO/UNICEF)',
  requiredLevelMin: 'EQUIP (WHO/UNICEF)',
  reassessMonths: '',
  test: '',
  testMark: '',
  backgroundCheck: '',
  months: '',
  development: ''
};
