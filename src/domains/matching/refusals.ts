/**
 * Every reason why the gate may refuse, in the order in which people are told them. Standing reasons are about
 * the supporter alone and hold for everybody; capacity reasons pass by themselves; pair reasons are about these two.
 */
export const standingRefusals = [
  'no-certificate',
  'certificate-expired',
  'certificate-suspended',
  'harmful-behaviour',
  'required-item-low',
  'assessment-too-old',
  'background-check-missing',
  'no-supervisor',
  'supervision-overdue',
  'suspended',
  'open-incident'
] as const;

export const capacityRefusals = ['paused', 'caseload-full', 'weekly-hours-full'] as const;

export const pairRefusals = [
  'no-shared-language',
  'preference-not-met',
  'blocked-by-seeker',
  'ended-not-again',
  'same-household',
  'same-workplace',
  'line-management',
  'minor-unprepared',
  'minor-unwanted'
] as const;

export type StandingRefusal = (typeof standingRefusals)[number];
export type CapacityRefusal = (typeof capacityRefusals)[number];
export type PairRefusal = (typeof pairRefusals)[number];
export type Refusal = StandingRefusal | CapacityRefusal | PairRefusal;
