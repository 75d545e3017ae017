import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays } from '#platform/clock/index.ts';
import { checkOn, standsOn, type BackgroundCheck } from './background-check.ts';

const check = (
  checkedOn: string,
  expiresOn: string,
  outcome: BackgroundCheck['outcome'] = 'clear'
): BackgroundCheck => ({ checkedOn, expiresOn, outcome });

test('a check holds through its last day, and no longer', () => {
  const made = check('2026-01-10', '2027-01-10');
  expect(standsOn(made, '2027-01-10')).toBe(true);
  expect(standsOn(made, '2027-01-11')).toBe(false);
  expect(standsOn(null, '2026-02-01')).toBe(false);
});

test('a later check that is not clear outweighs an older one that still holds', () => {
  const checks = [check('2026-01-10', '2028-01-10'), check('2026-06-01', '2028-06-01', 'not-clear')];
  expect(standsOn(checkOn(checks, '2026-05-31'), '2026-05-31')).toBe(true);
  expect(standsOn(checkOn(checks, '2026-06-01'), '2026-06-01')).toBe(false);
});

test('a check made tomorrow says nothing about today', () => {
  const day = fc.integer({ min: 0, max: 1000 }).map((days) => addDays('2024-01-01', days));
  const made = fc.array(
    fc.tuple(day, fc.integer({ min: 1, max: 900 })).map(([on, days]) => check(on, addDays(on, days)))
  );
  fc.assert(
    fc.property(made, day, (checks, today) => {
      const known = checks.filter(({ checkedOn }) => checkedOn <= today);
      expect(checkOn(checks, today)).toEqual(checkOn(known, today));
      expect(checkOn(checks, today)?.checkedOn ?? null).toBe(
        known
          .map(({ checkedOn }) => checkedOn)
          .sort()
          .at(-1) ?? null
      );
    })
  );
});
