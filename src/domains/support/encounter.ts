export const encounterKinds = ['individual', 'group', 'chat', 'call', 'home-visit'] as const;
export type EncounterKind = (typeof encounterKinds)[number];

/** The short note of a session; sealed with the seeker's key. */
export type Note = { talkedAbout: string; helped: string; nextStep: string };

/** Why a session was not recorded. */
export type EncounterRefusal =
  | 'not-your-relationship'
  | 'in-the-future'
  | 'before-the-relationship'
  | 'already-corrected'
  | 'answers-incomplete';
