export const endingReasons = [
  'goals-met',
  'enough',
  'another-supporter',
  'moved',
  'lost-contact',
  'referred',
  'other'
] as const;
export type EndingReason = (typeof endingReasons)[number];

/** Why a relationship could not be opened. */
export type OpeningRefusal = 'request-taken';

/** Why a relationship could not be ended. */
export type EndingRefusal = 'not-your-relationship' | 'already-ended';
