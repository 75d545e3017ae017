/** Somebody who asks for support and somebody who gives it, for tests; each test says of them what it is about. */
import type { GateSeeker, GateSupporter } from '#domains/matching/index.ts';
import type { SupporterProfile, Wishes } from '#domains/support/index.ts';

export const someWishes = (more: Partial<Wishes> = {}): Wishes => ({
  languages: ['sw'],
  topics: ['grief'],
  setting: 'phone',
  minor: false,
  place: null,
  preferredGender: null,
  preferredAgeBand: null,
  wants: 'choose',
  ...more
});

export const someProfile = (more: Partial<SupporterProfile> = {}): SupporterProfile => ({
  work: 'peer',
  introduction: 'I listen.',
  gender: 'woman',
  ageBand: '30-49',
  topics: ['grief'],
  settings: ['phone'],
  placesMax: null,
  weeklyHoursMax: null,
  acceptsMinors: false,
  ...more
});

/** A supporter with nothing in the way, as the gate sees them. */
export const readySupporter = (
  more: Partial<GateSupporter> & Pick<GateSupporter, 'caseload' | 'latestAssessment'>
): GateSupporter => ({
  id: 'amina',
  languages: ['sw'],
  gender: null,
  ageBand: null,
  certificate: { expiresOn: '2027-05-01', suspended: false },
  childSafeguarding: true,
  backgroundChecked: true,
  supervision: { supervisor: 'sara', overdue: false },
  suspended: false,
  openIncident: false,
  paused: false,
  acceptsMinors: true,
  ...more
});

export const gateSeeker = (more: Partial<GateSeeker> = {}): GateSeeker => ({
  id: 'baobab',
  languages: ['sw'],
  minor: false,
  preferredGender: null,
  preferredAgeBand: null,
  blocked: [],
  ties: [],
  ...more
});
