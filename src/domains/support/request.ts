import type { Gender, Setting, SupporterAgeBand } from './supporter.ts';

/** What somebody may want to talk about, in plain words; a supporter knows some of them well. */
export const topics = [
  'sadness',
  'worry',
  'grief',
  'loneliness',
  'family',
  'relationship',
  'violence',
  'money',
  'work',
  'illness',
  'alcohol-drugs',
  'something-else'
] as const;
export type Topic = (typeof topics)[number];

/** What would help: asked of everybody who seeks support. */
export type Wishes = {
  languages: string[];
  topics: Topic[];
  setting: Setting | null;
  minor: boolean;
  /** A district, when they said it. */
  place: string | null;
  preferredGender: Gender | null;
  preferredAgeBand: SupporterAgeBand | null;
  /** Whether the seeker picks the supporter, or leaves it to the coordinator. */
  wants: 'choose' | 'coordinator';
};

/** What two people may share that keeps one from supporting the other. */
export const conflictKinds = ['same-household', 'same-workplace', 'line-management'] as const;
export type ConflictKind = (typeof conflictKinds)[number];
