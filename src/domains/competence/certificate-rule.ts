/** What a certificate takes, role by role: data that an organisation may set, and what holds where it set none. */
import type { CertificateRole } from './certificate.ts';
import { requiredOn, type Policy } from './policy.ts';
import { newestRubric, rubrics } from './rubric.ts';

export type CertificateRule = {
  /** Hours of training, held here or elsewhere. */
  hoursMin: number;
  /** Kinds of training that count; none named, all do. */
  hourKinds: string[];
  /** Hours of support given under supervision. */
  practiceHoursMin: number;
  /** The rubric of the assessment; null when none is asked for. */
  rubric: string | null;
  requiredItems: string[];
  requiredLevelMin: number;
  /** An assessment older than this no longer counts. */
  reassessMonths: number;
  /** A test that must have been passed; null when none is asked for. */
  test: string | null;
  backgroundCheck: boolean;
  /** How long the certificate lasts. */
  months: number;
};

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
  backgroundCheck: '',
  months: ''
};
