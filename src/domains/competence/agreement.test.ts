import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  fleissKappa,
  fleissOfRatings,
  fleissOfTable,
  icc,
  kappaOfTable,
  weightedKappa,
  type Table
} from './agreement.ts';

// Shrout & Fleiss 1979, table 2: six subjects, four judges.
const shroutAndFleiss = [
  [9, 2, 5, 8],
  [6, 1, 3, 2],
  [8, 4, 6, 8],
  [7, 1, 2, 6],
  [10, 5, 6, 9],
  [6, 2, 4, 7]
];

const figures = (result: ReturnType<typeof icc>) => {
  if ('refusal' in result) throw new Error(result.refusal);
  return result;
};

test('ICC(2,1) of Shrout and Fleiss’s own table is 0.29, with McGraw and Wong’s interval from 0.02 to 0.76', () => {
  const { estimate, lower, upper } = figures(icc(shroutAndFleiss));
  expect(estimate).toBeCloseTo(0.29, 2);
  expect(lower).toBeCloseTo(0.019, 2);
  expect(upper).toBeCloseTo(0.761, 2);
});

test('ICC(2,1) of the anxiety ratings of R’s package irr (20 subjects, 3 raters) is 0.198, from −0.039 to 0.494', () => {
  // Gamer, Lemon, Fellows & Singh, irr 0.84, data set "anxiety", icc(model = "twoway", type = "agreement").
  const one = [3, 3, 3, 4, 5, 5, 2, 3, 5, 2, 2, 6, 1, 5, 2, 2, 1, 2, 4, 3];
  const two = [3, 6, 4, 6, 2, 4, 2, 4, 3, 3, 2, 3, 3, 3, 2, 2, 1, 3, 3, 4];
  const three = [2, 1, 4, 4, 3, 2, 1, 6, 1, 1, 1, 2, 3, 3, 1, 1, 3, 3, 2, 2];
  const { estimate, lower, upper } = figures(
    icc(one.map((score, subject) => [score, two[subject]!, three[subject]!]))
  );
  expect(estimate).toBeCloseTo(0.198, 3);
  expect(lower).toBeCloseTo(-0.039, 3);
  expect(upper).toBeCloseTo(0.494, 3);
});

test('weighted kappa of two pathologists is 0.65 linear and 0.78 quadratic (Agresti 2013, carcinoma of the cervix)', () => {
  // Landis & Koch 1977, 118 slides, four grades as printed by Agresti, Categorical Data Analysis, table 11.8.
  const counts = [
    [22, 2, 2, 0],
    [5, 7, 14, 0],
    [0, 2, 36, 0],
    [0, 1, 17, 10]
  ];
  expect(kappaOfTable(counts, 'linear')).toBeCloseTo(0.65, 2);
  expect(kappaOfTable(counts, 'quadratic')).toBeCloseTo(0.78, 2);
});

test('Fleiss’ kappa of the 10 × 5 table in common use is 0.210', () => {
  // Fourteen raters, ten subjects, five categories; "Fleiss' kappa", Wikipedia, worked example.
  const counts = [
    [0, 0, 0, 0, 14],
    [0, 2, 6, 4, 2],
    [0, 0, 3, 5, 6],
    [0, 3, 9, 2, 0],
    [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0],
    [3, 2, 6, 3, 0],
    [2, 5, 3, 2, 2],
    [6, 5, 2, 1, 0],
    [0, 2, 2, 3, 7]
  ];
  expect(fleissOfTable(counts)).toBeCloseTo(0.21, 3);
});

test('quadratic kappa of the first two raters of irr’s anxiety ratings is 0.297', () => {
  // Gamer et al., irr 0.84, kappa2(anxiety[, 1:2], "squared"): twenty subjects on a scale from 1 to 6.
  const one = [3, 3, 3, 4, 5, 5, 2, 3, 5, 2, 2, 6, 1, 5, 2, 2, 1, 2, 4, 3];
  const two = [3, 6, 4, 6, 2, 4, 2, 4, 3, 3, 2, 3, 3, 3, 2, 2, 1, 3, 3, 4];
  const grades = [1, 2, 3, 4, 5, 6];
  const counts = grades.map((row) =>
    grades.map((column) => one.filter((given, subject) => given === row && two[subject] === column).length)
  );
  expect(kappaOfTable(counts, 'quadratic')).toBeCloseTo(0.297, 3);
});

test('Fleiss’ kappa of his own psychiatric diagnoses is 0.430', () => {
  // Fleiss 1971, table 1: thirty patients, six psychiatrists, five diagnoses.
  const rows =
    '00060 03003 01401 00006 03030 20400 00402 20310 20040 00006 10050 11040 03300 10050 02031 ' +
    '00501 30012 51000 02040 10203 00006 01050 02013 20040 10041 05010 40002 02040 10500 00006';
  const counts = rows.split(' ').map((row) => [...row].map(Number));
  expect(fleissOfTable(counts)).toBeCloseTo(0.43, 3);
});

test('Fleiss’ kappa with missing ratings is Gwet’s: whoever was rated once says nothing', () => {
  const full = [
    [1, 1, 2],
    [3, 3, 3],
    [2, 4, 2]
  ];
  expect(fleissOfRatings([...full, [4], []])).toBe(fleissKappa(full));
  // By hand: agreement (1/3 + 1 + 0) / 3 = 4/9; shares 2/9, 5/18, 1/3, 1/6; by chance 86/324.
  expect(
    fleissOfRatings([
      [1, 1, 2],
      [3, 3],
      [2, 4]
    ])
  ).toBeCloseTo((4 / 9 - 86 / 324) / (1 - 86 / 324), 10);
});

const levels = fc.integer({ min: 2, max: 4 }).chain((raters) =>
  fc.array(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: raters, maxLength: raters }), {
    minLength: 3,
    maxLength: 12
  })
);
const shuffled = (table: Table) => table.toReversed();
const swapped = (table: Table) => table.map((row) => row.toReversed());

test('the order of subjects and of assessors changes nothing', () => {
  fc.assert(
    fc.property(levels, (table) => {
      for (const other of [shuffled(table), swapped(table)]) {
        expect(rounded(icc(other))).toEqual(rounded(icc(table)));
        expect(rounded(fleissKappa(other))).toEqual(rounded(fleissKappa(table)));
        for (const weights of ['linear', 'quadratic'] as const)
          expect(rounded(weightedKappa(other, weights))).toEqual(rounded(weightedKappa(table, weights)));
      }
    })
  );
});

test('the estimate lies within its interval, and never above one', () => {
  fc.assert(
    fc.property(levels, (table) => {
      const result = icc(table);
      if ('refusal' in result) return;
      expect(result.estimate).toBeLessThanOrEqual(1);
      expect(result.lower).toBeLessThanOrEqual(result.estimate + 1e-9);
      expect(result.upper).toBeGreaterThanOrEqual(result.estimate - 1e-9);
    })
  );
});

test('assessors who always agree reach one', () => {
  const same = [
    [1, 1],
    [2, 2],
    [4, 4]
  ];
  expect(icc(same)).toMatchObject({ estimate: 1, lower: 1, upper: 1 });
  expect(fleissKappa(same)).toBe(1);
  expect(weightedKappa(same, 'linear')).toBe(1);
});

test('nothing is computed where nothing can be told', () => {
  expect(icc([[1, 2]])).toEqual({ refusal: 'too-few-subjects' });
  expect(icc([[1], [2]])).toEqual({ refusal: 'too-few-raters' });
  expect(icc([[1, 2], [3]])).toEqual({ refusal: 'missing-cells' });
  expect(
    icc([
      [1, NaN],
      [3, 2]
    ])
  ).toEqual({ refusal: 'missing-cells' });
  expect(
    icc([
      [2, 2],
      [2, 2]
    ])
  ).toEqual({ refusal: 'no-variance' });
  expect(
    icc([
      [4, 1, 4, 2],
      [4, 1, 1, 4],
      [1, 3, 4, 2]
    ])
  ).toEqual({ refusal: 'no-interval' });
  expect(
    fleissKappa([
      [3, 3],
      [3, 3]
    ])
  ).toEqual({ refusal: 'no-variance' });
  expect(
    fleissKappa([
      [5, 3],
      [3, 3]
    ])
  ).toEqual({ refusal: 'not-a-level' });
  expect(
    weightedKappa(
      [
        [1, 2, 3],
        [1, 2, 3]
      ],
      'linear'
    )
  ).toEqual({ refusal: 'not-two-raters' });
});

function rounded(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, part) => (typeof part === 'number' ? Math.round(part * 1e6) / 1e6 + 0 : part))
  );
}
