import type { Work } from './policy.ts';

export const settings = ['in-person', 'phone', 'chat', 'group'] as const;
export type Setting = (typeof settings)[number];

export const genders = ['woman', 'man', 'other'] as const;
export type Gender = (typeof genders)[number];

export const supporterAgeBands = ['18-29', '30-49', '50-plus'] as const;
export type SupporterAgeBand = (typeof supporterAgeBands)[number];

/** What a supporter shows to people who may choose them, and how much they take on. */
export type SupporterProfile = {
  /** What they can talk in; left out, it stays as `people` knows it. */
  languages?: string[];
  work: Work;
  introduction: string;
  gender: Gender | null;
  ageBand: SupporterAgeBand | null;
  topics: string[];
  settings: Setting[];
  placesMax: number | null;
  weeklyHoursMax: number | null;
  acceptsMinors: boolean;
};

export type PauseKind = 'own-wish' | 'suspension' | 'incident';
