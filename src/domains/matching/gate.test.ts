import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gateSeeker, readySupporter } from '#platform/testing/support.ts';
import {
  lapsesOf,
  refusalsToMatch,
  refusalsToTakeAnyone,
  type GateSeeker,
  type GateSupporter
} from './gate.ts';
import { gatePolicyDefault } from './policy.ts';
import { rank } from './ranking.ts';
import { capacityRefusals, pairRefusals, standingRefusals, type Refusal } from './refusals.ts';

const today = '2026-11-21';

const ready = () =>
  readySupporter({
    languages: ['sw', 'en'],
    gender: 'woman',
    ageBand: '30-49',
    latestAssessment: {
      on: '2026-09-01',
      levels: [
        { item: 'empathy', required: true, level: 3 },
        { item: 'problem-solving', required: false, level: 2 }
      ]
    },
    caseload: { open: 4, caseloadMax: 5, contactHoursThisWeek: 9, weeklyHoursMax: 10 }
  });

type Pair = { supporter: GateSupporter; seeker: GateSeeker };

/** For every reason, one thing that happens to the pair and is its cause. */
const causes: Record<Refusal, (pair: Pair) => void> = {
  'no-certificate': ({ supporter }) => (supporter.certificate = null),
  'certificate-expired': ({ supporter }) => (supporter.certificate!.expiresOn = '2026-11-20'),
  'certificate-suspended': ({ supporter }) => (supporter.certificate!.suspended = true),
  'harmful-behaviour': ({ supporter }) => (supporter.latestAssessment!.levels[1]!.level = 1),
  'required-item-low': ({ supporter }) => (supporter.latestAssessment!.levels[0]!.level = 2),
  'assessment-too-old': ({ supporter }) => (supporter.latestAssessment!.on = '2026-05-20'),
  'background-check-missing': ({ supporter }) => (supporter.backgroundChecked = false),
  'no-supervisor': ({ supporter }) => (supporter.supervision.supervisor = null),
  'supervision-overdue': ({ supporter }) => (supporter.supervision.overdue = true),
  suspended: ({ supporter }) => (supporter.suspended = true),
  'open-incident': ({ supporter }) => (supporter.openIncident = true),
  paused: ({ supporter }) => (supporter.paused = true),
  'caseload-full': ({ supporter }) => (supporter.caseload.open = 5),
  'weekly-hours-full': ({ supporter }) => (supporter.caseload.contactHoursThisWeek = 10),
  'no-shared-language': ({ supporter }) => (supporter.languages = ['fr']),
  'preference-not-met': ({ seeker }) => (seeker.preferredGender = 'man'),
  'blocked-by-seeker': ({ seeker }) => seeker.blocked.push('amina'),
  'ended-not-again': ({ seeker }) => seeker.ties.push({ supporter: 'amina', tie: 'ended-not-again' }),
  'same-household': ({ seeker }) => seeker.ties.push({ supporter: 'amina', tie: 'same-household' }),
  'same-workplace': ({ seeker }) => seeker.ties.push({ supporter: 'amina', tie: 'same-workplace' }),
  'line-management': ({ seeker }) => seeker.ties.push({ supporter: 'amina', tie: 'line-management' }),
  'minor-unprepared': ({ supporter, seeker }) => {
    seeker.minor = true;
    supporter.childSafeguarding = false;
  },
  'minor-unwanted': ({ supporter, seeker }) => {
    seeker.minor = true;
    supporter.acceptsMinors = false;
  }
};
const all = [...standingRefusals, ...capacityRefusals, ...pairRefusals];

function refusalsAfter(happened: Refusal[]): Refusal[] {
  const pair = { supporter: ready(), seeker: gateSeeker() };
  for (const reason of happened) causes[reason](pair);
  return refusalsToMatch(pair.supporter, pair.seeker, gatePolicyDefault, today);
}

// A certificate that does not exist can be neither expired nor suspended.
const possible = (reasons: Refusal[]) =>
  !reasons.includes('no-certificate') ||
  !reasons.some((reason) => reason === 'certificate-expired' || reason === 'certificate-suspended');
const happenings = fc.shuffledSubarray(all).filter(possible);

describe('the gate', () => {
  test('lets a ready supporter take on somebody who shares a language', () => {
    expect(refusalsAfter([])).toEqual([]);
  });

  test('gives every reason whose cause is there, and no other', () => {
    fc.assert(
      fc.property(happenings, (reasons) => {
        expect(refusalsAfter(reasons).toSorted()).toEqual(reasons.toSorted());
      })
    );
  });

  test('never takes back a reason because something else went wrong too', () => {
    fc.assert(
      fc.property(happenings, fc.constantFrom(...all), (reasons, another) => {
        fc.pre(possible([...reasons, another]));
        expect(refusalsAfter([...reasons, another])).toEqual(expect.arrayContaining(refusalsAfter(reasons)));
      })
    );
  });

  test('says the same whatever happened first', () => {
    fc.assert(
      fc.property(happenings, (reasons) => {
        expect(refusalsAfter(reasons)).toEqual(refusalsAfter(reasons.toReversed()));
      })
    );
  });

  test('holds a certificate through its last day, and an assessment through its last month', () => {
    const supporter = ready();
    supporter.certificate!.expiresOn = today;
    supporter.latestAssessment!.on = '2026-05-21';
    expect(refusalsToMatch(supporter, gateSeeker(), gatePolicyDefault, today)).toEqual([]);
    expect(refusalsToMatch(supporter, gateSeeker(), gatePolicyDefault, '2026-11-22')).toEqual([
      'certificate-expired',
      'assessment-too-old'
    ]);
  });

  test('takes somebody never assessed as assessed too long ago', () => {
    expect(
      refusalsToMatch({ ...ready(), latestAssessment: null }, gateSeeker(), gatePolicyDefault, today)
    ).toEqual(['assessment-too-old']);
  });

  test('asks for an age wish as for a wish of gender, and an unknown age does not meet it', () => {
    const seeker = { ...gateSeeker(), preferredAgeBand: '18-29' };
    expect(refusalsToMatch(ready(), seeker, gatePolicyDefault, today)).toEqual(['preference-not-met']);
    expect(refusalsToMatch({ ...ready(), ageBand: null }, seeker, gatePolicyDefault, today)).toEqual([
      'preference-not-met'
    ]);
  });

  test('does not mind what stands between the seeker and somebody else', () => {
    const seeker = {
      ...gateSeeker(),
      blocked: ['juma'],
      ties: [{ supporter: 'juma', tie: 'same-household' as const }]
    };
    expect(refusalsToMatch(ready(), seeker, gatePolicyDefault, today)).toEqual([]);
  });

  test('tells a supporter only what is about them, and counts a full caseload as no lapse', () => {
    const full = { ...ready(), backgroundChecked: false, caseload: { ...ready().caseload, open: 5 } };
    expect(refusalsToTakeAnyone(full, gatePolicyDefault, today)).toEqual([
      'background-check-missing',
      'caseload-full'
    ]);
    expect(lapsesOf(full, gatePolicyDefault, today)).toEqual(['background-check-missing']);
  });
});

describe('the order of those who may', () => {
  const offer = (id: string, more = {}) => ({
    id,
    languages: ['en'],
    topics: [],
    settings: [],
    open: 0,
    caseloadMax: 5,
    ...more
  });
  const wish = { languages: ['en', 'sw'], topics: ['grief', 'work'], setting: 'phone' };

  test('puts what they know first, then how they meet, then languages, then room', () => {
    const candidates = [
      offer('room', { caseloadMax: 9 }),
      offer('languages', { languages: ['en', 'sw'] }),
      offer('setting', { settings: ['phone'] }),
      offer('topics', { topics: ['grief'], open: 4 })
    ];
    const ranked = rank(candidates, wish);
    expect(ranked.map(({ candidate }) => candidate.id)).toEqual(['topics', 'setting', 'languages', 'room']);
    expect(ranked[0]!.reasonsFor).toEqual({
      languages: ['en'],
      topics: ['grief'],
      settingFits: false,
      freePlaces: 1
    });
  });

  test('is the same for every order in which they were found', () => {
    const candidates = ['a', 'b', 'c', 'd'].map((id, index) => offer(id, { open: index % 2 }));
    fc.assert(
      fc.property(fc.shuffledSubarray(candidates, { minLength: 4 }), (found) => {
        expect(rank(found, wish).map(({ candidate }) => candidate.id)).toEqual(['a', 'c', 'b', 'd']);
      })
    );
  });
});
