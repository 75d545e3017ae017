/** What a certificate takes, role by role: data that an organisation may set, and what holds where it set none. */
import type { CertificateRole, CertificateRule } from './certificate.ts';
import { requiredOn, type Policy } from './policy.ts';
import { newestRubric, rubrics } from './rubric.ts';

const helping = 'foundational-helping';

/** What holds where an organisation set no rule: its policy on competence, put in the terms of a rule. */
export function defaultRule(role: CertificateRole, policy: Policy): CertificateRule {
  const child = role === 'child-safeguarding';
  return {
    hoursMin: child ? policy.childSafeguardingHoursMin : policy.trainingHoursMin,
    hourKinds: child ? ['child-safeguarding'] : [],
    // SAMHSA 2023 allows up to 120 hours and asks for none; the gate lets nobody practise before they are certified.
    practiceHoursMin: 0,
    rubric: child ? null : helping,
    requiredItems: child ? [] : requiredOn(policy, newestRubric(rubrics, helping)!.items),
    requiredLevelMin: 3,
    reassessMonths: policy.reassessMonths,
    test: null,
    testMark: null,
    // The gate asks for it at every match, certificate or not.
    backgroundCheck: false,
    months: policy.certificateMonths
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
  months: ''
};
