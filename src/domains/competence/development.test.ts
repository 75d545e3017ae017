import fc from 'fast-check';
import { expect, test } from 'vitest';
import { balanceOf, developmentKinds, type Activity, type DevelopmentRule } from './development.ts';

const activity: fc.Arbitrary<Activity> = fc.record({
  kind: fc.constantFrom(...developmentKinds),
  on: fc.constant('2026-05-01'),
  hours: fc.option(fc.integer({ min: 1, max: 160 }).map((quarters) => quarters / 4)),
  what: fc.constant('x')
});
const rule: fc.Arbitrary<DevelopmentRule> = fc.record({
  hoursMin: fc.integer({ min: 0, max: 60 }),
  courseHours: fc.integer({ min: 0, max: 8 }),
  caps: fc.dictionary(fc.constantFrom(...developmentKinds), fc.integer({ min: 0, max: 20 }))
});

test('no kind counts for more than its cap or than was done, and what is missing is the rest', () => {
  fc.assert(
    fc.property(fc.array(activity), rule, (activities, rule) => {
      const { byKind, counted, missing } = balanceOf(activities, rule);
      for (const one of byKind) {
        expect(one.counted).toBeLessThanOrEqual(one.done);
        if (one.cap !== null) expect(one.counted).toBeLessThanOrEqual(one.cap);
      }
      expect(counted).toBeCloseTo(byKind.reduce((sum, one) => sum + one.counted, 0));
      expect(missing).toBeCloseTo(Math.max(0, rule.hoursMin - counted));
    })
  );
});

test('learning more never counts for less, and order means nothing', () => {
  fc.assert(
    fc.property(fc.array(activity), activity, rule, (activities, more, rule) => {
      const before = balanceOf(activities, rule);
      expect(balanceOf([...activities, more], rule).counted).toBeGreaterThanOrEqual(before.counted);
      expect(balanceOf(activities.toReversed(), rule)).toEqual(before);
    })
  );
});

test('reading counts up to its cap, a course for what the rule says', () => {
  const reading = { kind: 'reading' as const, on: '2026-05-01', hours: 9, what: 'A book' };
  const course = { kind: 'course' as const, on: '2026-05-02', hours: null, what: 'A course' };
  const { counted, missing } = balanceOf([reading, course], {
    hoursMin: 10,
    courseHours: 2,
    caps: { reading: 4 }
  });
  expect([counted, missing]).toEqual([6, 4]);
});
