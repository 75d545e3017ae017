import { expect, test } from 'vitest';
import { defaultPolicy, refusalsToCertify, validityOf, type Level } from './index.ts';

const today = '2026-06-15';
const levels = (level: Level) =>
  ['harm', 'confidentiality', 'empathy', 'rapport', 'hope'].map((item) => ({ item, level }));
const ready = {
  role: 'supporter',
  latestAssessment: { on: '2026-06-01', levels: levels(3) },
  trainingHours: 40,
  own: false
} as const;

test('somebody trained, assessed lately and at level 3 on what matters is certified', () => {
  expect(refusalsToCertify(ready, defaultPolicy, today)).toEqual([]);
});

test('each thing that is missing is named, all at once', () => {
  expect(
    refusalsToCertify(
      { ...ready, latestAssessment: null, trainingHours: 39.5, own: true },
      defaultPolicy,
      today
    )
  ).toEqual(['own-certificate', 'no-assessment', 'hours-missing']);
  const poor = { on: '2025-01-01', levels: levels(1) };
  expect(refusalsToCertify({ ...ready, latestAssessment: poor }, defaultPolicy, today)).toEqual([
    'assessment-old',
    'level-one',
    'required-under-three'
  ]);
});

test('a level 2 stops a certificate only where the skill is required', () => {
  const weakHope = [...levels(3).slice(0, 4), { item: 'hope', level: 2 as const }];
  expect(
    refusalsToCertify({ ...ready, latestAssessment: { on: today, levels: weakHope } }, defaultPolicy, today)
  ).toEqual([]);
  const weakHarm = [{ item: 'harm', level: 2 as const }, ...levels(3).slice(1)];
  expect(
    refusalsToCertify({ ...ready, latestAssessment: { on: today, levels: weakHarm } }, defaultPolicy, today)
  ).toEqual(['required-under-three']);
});

test('an assessment counts for six months to the day', () => {
  const assessed = (on: string) =>
    refusalsToCertify({ ...ready, latestAssessment: { on, levels: levels(3) } }, defaultPolicy, today);
  expect(assessed('2025-12-15')).toEqual([]);
  expect(assessed('2025-12-14')).toEqual(['assessment-old']);
});

test('child safeguarding asks for its training, not for an observation', () => {
  const child = { role: 'child-safeguarding', latestAssessment: null, own: false } as const;
  expect(refusalsToCertify({ ...child, trainingHours: 6 }, defaultPolicy, today)).toEqual([]);
  expect(refusalsToCertify({ ...child, trainingHours: 5 }, defaultPolicy, today)).toEqual(['hours-missing']);
});

test('a certificate holds through its last day, unless it is suspended', () => {
  const certificate = { issuedOn: '2026-01-01', expiresOn: today, suspended: false };
  expect(validityOf(certificate, today)).toBe('valid');
  expect(validityOf(certificate, '2026-06-16')).toBe('expired');
  expect(validityOf(certificate, '2025-12-31')).toBe('not-yet');
  expect(validityOf({ ...certificate, suspended: true }, today)).toBe('suspended');
});
