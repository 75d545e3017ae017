import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gainOf, normalisedGain } from './gain.ts';
import { itemFigures, verdictOn, type Shares } from './item-analysis.ts';

// How many of 1000 people answered each pattern of the five items of the Law School Admission Test, section 6: Bock &
// Lieberman 1970, Psychometrika 35:179–197.
const lsat: Record<string, number> = {
  '00000': 3,
  '00001': 6,
  '00010': 2,
  '00011': 11,
  '00100': 1,
  '00101': 1,
  '00110': 3,
  '00111': 4,
  '01000': 1,
  '01001': 8,
  '01011': 16,
  '01101': 3,
  '01110': 2,
  '01111': 15,
  '10000': 10,
  '10001': 29,
  '10010': 14,
  '10011': 81,
  '10100': 3,
  '10101': 28,
  '10110': 15,
  '10111': 80,
  '11000': 16,
  '11001': 56,
  '11010': 21,
  '11011': 173,
  '11100': 11,
  '11101': 61,
  '11110': 28,
  '11111': 298
};
const items = ['1', '2', '3', '4', '5'];
const sharesOf = (pattern: string): Shares => new Map(items.map((item, at) => [item, Number(pattern[at])]));

test('difficulty and corrected point-biserial are those published for the Law School Admission Test', () => {
  const people = Object.entries(lsat).flatMap(([pattern, count]) =>
    Array.from({ length: count }, () => sharesOf(pattern))
  );
  expect(people).toHaveLength(1000);
  const figures = itemFigures(items, people);
  expect(figures.map(({ p }) => Number(p.toFixed(3)))).toEqual([0.924, 0.709, 0.553, 0.763, 0.87]);
  // Rizopoulos 2006, Journal of Statistical Software 17(5), `descript(LSAT)`, column “Excluded”.
  expect(figures.map(({ r }) => Number(r!.toFixed(4)))).toEqual([0.1128, 0.1532, 0.1728, 0.1444, 0.1216]);
});

test('the interval of a gain is the one published for the sleep of Student’s patients', () => {
  const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
  const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
  const gain = gainOf(first.map((before, at) => ({ before, after: second[at]! })))!;
  expect(gain.mean).toBeCloseTo(1.58, 10);
  expect(gain.interval![0]).toBeCloseTo(0.7001142, 6);
  expect(gain.interval![1]).toBeCloseTo(2.4598858, 6);
});

test('a class that goes from 44 to 63 in a hundred has learned a third of what it could', () => {
  expect(normalisedGain(0.44, 0.63)).toBeCloseTo(0.34, 2);
  expect(normalisedGain(1, 1)).toBeNull();
});

test('one person alone has a gain and no interval, and nobody has neither', () => {
  expect(gainOf([{ before: 0.2, after: 0.6 }])).toMatchObject({ n: 1, interval: null });
  expect(gainOf([])).toBeNull();
});

test('in whatever order people are counted, the figures and what they say are the same', () => {
  const share = fc.constantFrom(0, 1 / 3, 0.5, 2 / 3, 1);
  fc.assert(
    fc.property(fc.array(fc.tuple(share, share, share), { minLength: 10, maxLength: 14 }), (rows) => {
      const people = rows.map((row) => new Map(row.map((one, at) => [String(at), one])));
      const figures = itemFigures(['0', '1', '2'], people);
      const backwards = itemFigures(['0', '1', '2'], people.toReversed());
      expect(backwards.map(verdictOn)).toEqual(figures.map(verdictOn));
      for (const [at, { p, r }] of figures.entries()) {
        expect(backwards[at]!.p).toBeCloseTo(p, 8);
        expect(backwards[at]!.r ?? 2).toBeCloseTo(r ?? 2, 8);
      }
    }),
    // One class in some hundred has a question that lies on a border.
    { numRuns: 2_000 }
  );
});

test('fewer than ten answers say nothing about a question', () => {
  const people = Array.from({ length: 9 }, () => sharesOf('10101'));
  expect(itemFigures(items, people)).toEqual([]);
  expect(itemFigures(items, [...people, sharesOf('11111')])).toHaveLength(5);
});

test('a question that only those who know little get right is looked at first', () => {
  expect(verdictOn({ p: 0.1, r: -0.2 })).toBe('turned-round');
  expect(verdictOn({ p: 0.1, r: 0.3 })).toBe('too-hard');
  expect(verdictOn({ p: 0.95, r: 0.3 })).toBe('too-easy');
  expect(verdictOn({ p: 0.5, r: 0.1 })).toBe('tells-little');
  expect(verdictOn({ p: 0.5, r: null })).toBe('tells-little');
  expect(verdictOn({ p: 0.5, r: 0.4 })).toBe('works');
});
