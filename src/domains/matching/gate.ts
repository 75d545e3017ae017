/**
 * The gate: who may take whom on, today. One pure rule, asked when somebody is offered, again inside the transaction
 * that matches, and every night for every open relationship.
 */
import { addMonths, type Day } from '#platform/clock/index.ts';
import type { GatePolicy } from './policy.ts';
import {
  capacityRefusals,
  pairRefusals,
  standingRefusals,
  type CapacityRefusal,
  type PairRefusal,
  type Refusal,
  type StandingRefusal
} from './refusals.ts';

/** What the gate knows about somebody who gives support. */
export type GateSupporter = {
  id: string;
  languages: string[];
  gender: string | null;
  ageBand: string | null;
  /** The newest certificate for supporting people, or null. */
  certificate: { expiresOn: Day; suspended: boolean } | null;
  /** Levels 1 to 4, as derived from observed behaviour. */
  latestAssessment: { on: Day; levels: { item: string; required: boolean; level: number }[] } | null;
  /** Holds a current child-safeguarding certificate. */
  childSafeguarding: boolean;
  backgroundChecked: boolean;
  supervision: { supervisor: string | null; overdue: boolean };
  suspended: boolean;
  openIncident: boolean;
  /** Has said "not now" to new people. */
  paused: boolean;
  acceptsMinors: boolean;
  caseload: { open: number; caseloadMax: number; contactHoursThisWeek: number; weeklyHoursMax: number };
};

export type Tie = 'same-household' | 'same-workplace' | 'line-management' | 'ended-not-again';

/** What the gate knows about somebody who seeks support. */
export type GateSeeker = {
  id: string;
  languages: string[];
  minor: boolean;
  preferredGender: string | null;
  preferredAgeBand: string | null;
  /** Supporters the seeker does not want. */
  blocked: string[];
  /** What stands between this seeker and single supporters. */
  ties: { supporter: string; tie: Tie }[];
};

/** Every reason against this pair today; empty when they may be matched. */
export function refusalsToMatch(
  supporter: GateSupporter,
  seeker: GateSeeker,
  policy: GatePolicy,
  today: Day
): Refusal[] {
  return [
    ...lapsesOf(supporter, policy, today),
    ...capacityRefusals.filter((refusal) => capacityCauses[refusal](supporter)),
    ...pairRefusals.filter((refusal) => pairCauses[refusal](supporter, seeker))
  ];
}

/** Why this supporter may take nobody on today, whoever asks. */
export function refusalsToTakeAnyone(
  supporter: GateSupporter,
  policy: GatePolicy,
  today: Day
): (StandingRefusal | CapacityRefusal)[] {
  return [
    ...lapsesOf(supporter, policy, today),
    ...capacityRefusals.filter((refusal) => capacityCauses[refusal](supporter))
  ];
}

/** What no longer holds about a supporter; for an open relationship it calls the supervisor, and drops nobody. */
export function lapsesOf(supporter: GateSupporter, policy: GatePolicy, today: Day): StandingRefusal[] {
  return standingRefusals.filter((refusal) => standingCauses[refusal](supporter, policy, today));
}

const standingCauses: Record<
  StandingRefusal,
  (supporter: GateSupporter, policy: GatePolicy, today: Day) => boolean
> = {
  'no-certificate': ({ certificate }) => certificate === null,
  // A certificate holds through the day it names.
  'certificate-expired': ({ certificate }, _, today) => certificate !== null && certificate.expiresOn < today,
  'certificate-suspended': ({ certificate }) => certificate?.suspended ?? false,
  'harmful-behaviour': ({ latestAssessment }) =>
    latestAssessment?.levels.some(({ level }) => level === 1) ?? false,
  'required-item-low': ({ latestAssessment }, { requiredLevelMin }) =>
    latestAssessment?.levels.some(({ required, level }) => required && level < requiredLevelMin) ?? false,
  'assessment-too-old': ({ latestAssessment }, { assessmentMonthsMax }, today) =>
    latestAssessment === null || latestAssessment.on < addMonths(today, -assessmentMonthsMax),
  'background-check-missing': ({ backgroundChecked }) => !backgroundChecked,
  'no-supervisor': ({ supervision }) => supervision.supervisor === null,
  'supervision-overdue': ({ supervision }) => supervision.overdue,
  suspended: ({ suspended }) => suspended,
  'open-incident': ({ openIncident }) => openIncident
};

const capacityCauses: Record<CapacityRefusal, (supporter: GateSupporter) => boolean> = {
  paused: ({ paused }) => paused,
  'caseload-full': ({ caseload }) => caseload.open >= caseload.caseloadMax,
  'weekly-hours-full': ({ caseload }) => caseload.contactHoursThisWeek >= caseload.weeklyHoursMax
};

const tied = (tie: Tie) => (supporter: GateSupporter, seeker: GateSeeker) =>
  seeker.ties.some((known) => known.supporter === supporter.id && known.tie === tie);

const pairCauses: Record<PairRefusal, (supporter: GateSupporter, seeker: GateSeeker) => boolean> = {
  'no-shared-language': (supporter, seeker) =>
    !supporter.languages.some((language) => seeker.languages.includes(language)),
  'preference-not-met': (supporter, { preferredGender, preferredAgeBand }) =>
    (preferredGender !== null && preferredGender !== supporter.gender) ||
    (preferredAgeBand !== null && preferredAgeBand !== supporter.ageBand),
  'blocked-by-seeker': (supporter, seeker) => seeker.blocked.includes(supporter.id),
  'ended-not-again': tied('ended-not-again'),
  'same-household': tied('same-household'),
  'same-workplace': tied('same-workplace'),
  'line-management': tied('line-management'),
  'minor-unprepared': (supporter, seeker) => seeker.minor && !supporter.childSafeguarding,
  'minor-unwanted': (supporter, seeker) => seeker.minor && !supporter.acceptsMinors
};
