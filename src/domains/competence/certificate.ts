/** What it takes to be certified, and whether a certificate holds on a day. */
import { addMonths, type Day } from '#platform/clock/index.ts';
import { m } from '#messages';
import type { DevelopmentRule } from './development.ts';
import type { ItemLevel } from './level.ts';

/** What a certificate is for. Only the first two open the gate by themselves. */
export const certificateRoles = [
  'supporter',
  'practitioner',
  'child-safeguarding',
  'trainer',
  'assessor',
  'supervisor'
] as const;
export type CertificateRole = (typeof certificateRoles)[number];

/** The role that a row names. */
export function roleNamed(name: string): CertificateRole {
  return certificateRoles.find((role) => role === name)!;
}

const certificateRefusalCodes = [
  'own-certificate',
  'no-assessment',
  'assessment-waits',
  'assessment-old',
  'level-one',
  'required-under-three',
  'hours-missing',
  'practice-missing',
  'test-missing',
  'background-check-missing',
  'development-missing',
  'incident-open',
  'suspended'
] as const;
export type CertificateRefusal = (typeof certificateRefusalCodes)[number];

/** What a certificate for a role takes; an organisation may set its own from a day on. */
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
  /** A test that must have been passed, by the name its room gives it; null when none is asked for. */
  test: string | null;
  /** The share of its points that is asked for, over 0 up to 1; null leaves it to the test's own pass mark. */
  testMark: number | null;
  backgroundCheck: boolean;
  /** How long the certificate lasts. */
  months: number;
  /** What has to be learnt before it is renewed. */
  development: DevelopmentRule;
};

/** A test that was taken, by whatever name the room that held it knows it; `share` of the points, 0 to 1. */
export type TakenTest = { test: string; on: Day; share: number; passed: boolean };
/** What other rooms know of somebody; see certificate-facts.server.ts. */
export type FactsFromOtherRooms = {
  /** Hours of training attended, by kind. */
  hours: { kind: string; hours: number }[];
  /** Hours of support given so far. */
  practiceHours: number;
  tests: TakenTest[];
  /** A concern about this person is open. */
  openIncident: boolean;
};
export type CertificateFacts = FactsFromOtherRooms & {
  /** Hours of training that were held elsewhere, as whoever issues vouches for. */
  hoursElsewhere: number;
  /** The newest on the rule's rubric. */
  assessment: { on: Day; levels: ItemLevel[] } | null;
  /** One there is by somebody who does not count alone: it waits for a second. */
  assessmentWaits: boolean;
  backgroundCheck: boolean;
  /** Hours that count since the certificate that this one would renew; null for a first one. */
  developmentHours: number | null;
  /** The certificate that this one would renew is suspended. */
  suspended: boolean;
  /** The issuer certifies themselves. */
  own: boolean;
};

export const certificateRoleWords = {
  supporter: m.competence_role_supporter,
  practitioner: m.competence_role_practitioner,
  'child-safeguarding': m.competence_role_child_safeguarding,
  trainer: m.competence_role_trainer,
  assessor: m.competence_role_assessor,
  supervisor: m.competence_role_supervisor
} satisfies Record<CertificateRole, () => string>;

export const certificateRefusals = {
  'own-certificate': m.competence_refused_own_certificate,
  'no-assessment': m.competence_refused_no_assessment,
  'assessment-waits': m.competence_refused_assessment_waits,
  'assessment-old': m.competence_refused_assessment_old,
  'level-one': m.competence_refused_level_one,
  'required-under-three': m.competence_refused_required_under_three,
  'hours-missing': m.competence_refused_hours_missing,
  'practice-missing': m.competence_refused_practice_missing,
  'test-missing': m.competence_refused_test_missing,
  'background-check-missing': m.competence_refused_background_check,
  'development-missing': m.competence_refused_development_missing,
  'incident-open': m.competence_refused_incident_open,
  suspended: m.competence_refused_suspended
} satisfies Record<CertificateRefusal, () => string>;

/** What would change each of them. */
export const certificateRemedies = {
  'own-certificate': m.competence_remedy_own_certificate,
  'no-assessment': m.competence_remedy_no_assessment,
  'assessment-waits': m.competence_remedy_assessment_waits,
  'assessment-old': m.competence_remedy_no_assessment,
  'level-one': m.competence_remedy_level_one,
  'required-under-three': m.competence_remedy_level_one,
  'hours-missing': m.competence_remedy_hours_missing,
  'practice-missing': m.competence_remedy_practice_missing,
  'test-missing': m.competence_remedy_test_missing,
  'background-check-missing': m.competence_remedy_background_check,
  'development-missing': m.competence_remedy_development_missing,
  'incident-open': m.competence_remedy_incident_open,
  suspended: m.competence_remedy_suspended
} satisfies Record<CertificateRefusal, () => string>;

/** Every reason not to certify; empty when there is none. */
export function refusalsToCertify(
  facts: CertificateFacts,
  rule: CertificateRule,
  today: Day
): CertificateRefusal[] {
  return certificateRefusalCodes.filter((refusal) => causes[refusal](facts, rule, today));
}

/** Hours that count under the rule. */
export function countedHours(
  { hours, hoursElsewhere }: CertificateFacts,
  { hourKinds }: CertificateRule
): number {
  return hours
    .filter(({ kind }) => hourKinds.length === 0 || hourKinds.includes(kind))
    .reduce((sum, training) => sum + training.hours, hoursElsewhere);
}

const causes: Record<
  CertificateRefusal,
  (facts: CertificateFacts, rule: CertificateRule, today: Day) => boolean
> = {
  'own-certificate': ({ own }) => own,
  'no-assessment': ({ assessment, assessmentWaits }, { rubric }) =>
    rubric !== null && assessment === null && !assessmentWaits,
  'assessment-waits': ({ assessment, assessmentWaits }, { rubric }) =>
    rubric !== null && assessment === null && assessmentWaits,
  'assessment-old': ({ assessment }, rule, today) => isOverdue(assessment, rule, today),
  'level-one': ({ assessment }, { rubric }) => rubric !== null && hasLevelOne(assessment),
  'required-under-three': ({ assessment }, rule) =>
    assessment !== null && lacksRequired(assessment.levels, rule),
  'hours-missing': (facts, rule) => countedHours(facts, rule) < rule.hoursMin,
  'practice-missing': ({ practiceHours }, { practiceHoursMin }) => practiceHours < practiceHoursMin,
  'test-missing': ({ tests }, rule) => rule.test !== null && !tests.some((taken) => answers(taken, rule)),
  'background-check-missing': (facts, rule) => rule.backgroundCheck && !facts.backgroundCheck,
  'development-missing': ({ developmentHours }, { development }) =>
    developmentHours !== null && developmentHours < development.hoursMin,
  'incident-open': ({ openIncident }) => openIncident,
  // A new certificate is no way around an old one's suspension.
  suspended: ({ suspended }) => suspended
};

function answers({ test, share, passed }: TakenTest, rule: CertificateRule): boolean {
  return test === rule.test && (rule.testMark === null ? passed : share >= rule.testMark);
}

type Assessment = CertificateFacts['assessment'];

export function isOverdue(
  assessment: Assessment,
  { rubric, reassessMonths }: CertificateRule,
  today: Day
): boolean {
  return rubric !== null && assessment !== null && addMonths(assessment.on, reassessMonths) < today;
}

export function hasLevelOne(assessment: Assessment): boolean {
  return assessment?.levels.some(({ level }) => level === 1) ?? false;
}

function lacksRequired(
  levels: ItemLevel[],
  { rubric, requiredItems, requiredLevelMin }: CertificateRule
): boolean {
  const reached = levels.filter(
    ({ item, level }) => requiredItems.includes(item) && level >= requiredLevelMin
  );
  return rubric !== null && reached.length < requiredItems.length;
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

export type SuspensionRefusal = 'not-found' | 'already-suspended' | 'not-suspended' | 'cause-remains';
export const suspensionRefusals = {
  'not-found': m.competence_refused_not_found,
  'already-suspended': m.competence_refused_already_suspended,
  'not-suspended': m.competence_refused_not_suspended,
  'cause-remains': m.competence_refused_cause_remains
} satisfies Record<SuspensionRefusal, () => string>;
