import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays } from '#platform/clock/index.ts';
import {
  byQuarter,
  comparedWithColleagues,
  comparedWithReference,
  fallIn,
  type CoRating,
  type Compared
} from './index.ts';

const compared = fc
  .record({
    days: fc.nat(1200),
    count: fc.integer({ min: 1, max: 30 }),
    part: fc.double({ min: 0, max: 1, noNaN: true })
  })
  .map(({ days, count, part }): Compared => ({
    on: addDays('2024-01-01', days),
    count,
    same: Math.floor(part * count)
  }));
const some = fc.array(compared, { minLength: 1, maxLength: 30 });

test('no comparison is lost or counted twice, and no quarter is left out between the first and the last', () => {
  fc.assert(
    fc.property(some, (all) => {
      const quarters = byQuarter(all);
      const total = (of: { same: number; count: number }[], part: 'same' | 'count') =>
        of.reduce((sum, one) => sum + one[part], 0);
      expect(total(quarters, 'count')).toBe(total(all, 'count'));
      expect(total(quarters, 'same')).toBe(total(all, 'same'));
      const numbers = quarters.map(({ year, quarter }) => year * 4 + quarter);
      expect(numbers).toEqual(numbers.map((_, index) => numbers[0]! + index));
      for (const { share, low, high } of quarters.filter(({ count }) => count > 0)) {
        expect(low!).toBeLessThanOrEqual(share! + 1e-9);
        expect(high!).toBeGreaterThanOrEqual(share! - 1e-9);
      }
    })
  );
});

test('in which order they are named changes nothing', () => {
  fc.assert(
    fc.property(
      some.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
      ([all, shuffled]) => {
        expect(byQuarter(shuffled)).toEqual(byQuarter(all));
      }
    )
  );
});

test('an eye that stays the same never falls, however often it is looked at', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(1200), { minLength: 1, maxLength: 20 }),
      fc.integer({ min: 0, max: 15 }),
      (days, same) => {
        const all = days.map((day) => ({ on: addDays('2024-01-01', day), same, count: 15 }));
        expect(fallIn(byQuarter(all))).toBeNull();
      }
    )
  );
});

test('nothing falls that did not go down', () => {
  fc.assert(
    fc.property(some, (all) => {
      const fall = fallIn(byQuarter(all));
      if (fall) expect(fall.share).toBeLessThan(fall.before);
    })
  );
});

test('fourteen of fifteen, then eight of fifteen is a fall; thirteen or twelve of fifteen is chance', () => {
  const then = (same: number) =>
    fallIn(
      byQuarter([
        { on: '2026-01-10', same: 14, count: 15 },
        { on: '2026-02-10', same: 14, count: 15 },
        { on: '2026-08-10', same, count: 15 }
      ])
    );
  expect(then(8)).toMatchObject({ year: 2026, quarter: 3, before: 28 / 30 });
  for (const same of [13, 12]) expect(then(same)).toBeNull();
});

test('an assessor is compared with each who saw the same, and with every reference', () => {
  const levels = (...given: number[]) => given.map((level, index) => ({ item: `${index}`, level })) as never;
  const seen: CoRating = {
    rubric: 'any',
    on: '2026-05-01',
    assessors: [
      { id: 'ada', levels: levels(1, 2, 3) },
      { id: 'ben', levels: levels(1, 2, 4) },
      { id: 'cora', levels: levels(2, 2, 3) }
    ]
  };
  expect(comparedWithColleagues([seen], 'ada')).toEqual([
    { on: '2026-05-01', same: 2, count: 3 },
    { on: '2026-05-01', same: 2, count: 3 }
  ]);
  expect(comparedWithColleagues([seen], 'dan')).toEqual([]);
  const calibrations = [
    { assessor: 'ada', on: '2026-01-01', same: 12, count: 15 },
    { assessor: 'ben', on: '2026-01-01', same: 10, count: 15 }
  ];
  expect(comparedWithReference(calibrations, 'ben')).toEqual([{ on: '2026-01-01', same: 10, count: 15 }]);
});
