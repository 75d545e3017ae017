import { expect, test } from 'vitest';
import {
  defaultPolicy,
  defaultRule,
  refusalsToCertify,
  validityOf,
  type CertificateFacts,
  type Level
} from './index.ts';

const today = '2026-06-15';
const levels = (level: Level) =>
  ['harm', 'confidentiality', 'empathy', 'rapport', 'hope'].map((item) => ({ item, level }));
const rule = defaultRule('supporter', defaultPolicy);
const ready: CertificateFacts = {
  assessment: { on: '2026-06-01', levels: levels(3) },
  assessmentWaits: false,
  hours: [{ kind: 'foundational-helping', hours: 30 }],
  hoursElsewhere: 10,
  practiceHours: 0,
  tests: [],
  backgroundCheck: false,
  openIncident: false,
  developmentHours: null,
  suspended: false,
  own: false
};

test('somebody trained, assessed lately and at level 3 on what matters is certified', () => {
  expect(refusalsToCertify(ready, rule, today)).toEqual([]);
});

test('each thing that is missing is named, all at once', () => {
  expect(
    refusalsToCertify({ ...ready, assessment: null, hoursElsewhere: 9.5, own: true }, rule, today)
  ).toEqual(['own-certificate', 'no-assessment', 'hours-missing']);
  expect(refusalsToCertify({ ...ready, assessment: null, assessmentWaits: true }, rule, today)).toEqual([
    'assessment-waits'
  ]);
  expect(refusalsToCertify({ ...ready, assessmentWaits: true }, rule, today)).toEqual([]);
  const poor = { on: '2025-01-01', levels: levels(1) };
  expect(refusalsToCertify({ ...ready, assessment: poor }, rule, today)).toEqual([
    'assessment-old',
    'level-one',
    'required-under-three'
  ]);
});

test('a level 2 stops a certificate only where the skill is required', () => {
  const weakHope = [...levels(3).slice(0, 4), { item: 'hope', level: 2 as const }];
  expect(refusalsToCertify({ ...ready, assessment: { on: today, levels: weakHope } }, rule, today)).toEqual(
    []
  );
  const weakHarm = [{ item: 'harm', level: 2 as const }, ...levels(3).slice(1)];
  expect(refusalsToCertify({ ...ready, assessment: { on: today, levels: weakHarm } }, rule, today)).toEqual([
    'required-under-three'
  ]);
});

test('an assessment counts for six months to the day', () => {
  const assessed = (on: string) =>
    refusalsToCertify({ ...ready, assessment: { on, levels: levels(3) } }, rule, today);
  expect(assessed('2025-12-15')).toEqual([]);
  expect(assessed('2025-12-14')).toEqual(['assessment-old']);
});

test('child safeguarding asks for its own training, not for an observation', () => {
  const child = defaultRule('child-safeguarding', defaultPolicy);
  const trained = (kind: string, hours: number) =>
    refusalsToCertify(
      { ...ready, assessment: null, hoursElsewhere: 0, hours: [{ kind, hours }] },
      child,
      today
    );
  expect(trained('child-safeguarding', 6)).toEqual([]);
  expect(trained('child-safeguarding', 5)).toEqual(['hours-missing']);
  expect(trained('foundational-helping', 60)).toEqual(['hours-missing']);
});

test('practice, a test and a background check count only where the rule asks for them', () => {
  const strict = { ...rule, practiceHoursMin: 20, test: 'safety', backgroundCheck: true };
  expect(refusalsToCertify(ready, strict, today)).toEqual([
    'practice-missing',
    'test-missing',
    'background-check-missing'
  ]);
  const done = {
    ...ready,
    practiceHours: 20,
    tests: [{ test: 'safety', on: today, share: 0.6, passed: true }],
    backgroundCheck: true
  };
  expect(refusalsToCertify(done, strict, today)).toEqual([]);
  expect(refusalsToCertify(done, { ...strict, testMark: 0.6 }, today)).toEqual([]);
  expect(refusalsToCertify(done, { ...strict, testMark: 0.7 }, today)).toEqual(['test-missing']);
  const failed = { ...done, tests: [{ test: 'safety', on: today, share: 0.6, passed: false }] };
  expect(refusalsToCertify(failed, strict, today)).toEqual(['test-missing']);
});

test('nobody is certified while a concern about them is open', () => {
  expect(refusalsToCertify({ ...ready, openIncident: true }, rule, today)).toEqual(['incident-open']);
});

test('a certificate holds through its last day, unless it is suspended', () => {
  const certificate = { issuedOn: '2026-01-01', expiresOn: today, suspended: false };
  expect(validityOf(certificate, today)).toBe('valid');
  expect(validityOf(certificate, '2026-06-16')).toBe('expired');
  expect(validityOf(certificate, '2025-12-31')).toBe('not-yet');
  expect(validityOf({ ...certificate, suspended: true }, today)).toBe('suspended');
});
