import { expect, test } from 'vitest';
import { differenceInterval, meanInterval, shareInterval } from './index.ts';

test.each([
  // Newcombe 1998, table I, method 3 (score without continuity correction).
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718]
])('the interval of %i of %i people is the published one', (k, n, low, high) => {
  const interval = shareInterval(k, n)!;
  expect(interval.low).toBeCloseTo(low, 4);
  expect(interval.high).toBeCloseTo(high, 4);
});

test.each([
  // Newcombe 1998, part two, table II, method 10 (hybrid score).
  [56, 70, 48, 80, 0.0524, 0.3339],
  [9, 10, 3, 10, 0.1705, 0.809],
  [6, 7, 2, 7, 0.0582, 0.8062],
  [5, 56, 0, 29, -0.0381, 0.1926],
  [0, 10, 0, 20, -0.1611, 0.2775],
  [10, 10, 0, 20, 0.6791, 1]
])(
  'what lies between %i of %i and %i of %i people has the published interval',
  (k, n, otherK, otherN, low, high) => {
    const interval = differenceInterval({ k, n }, { k: otherK, n: otherN })!;
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  }
);

test('the interval of a mean is Student’s: sleep of ten people on the second drug (Student 1908), mean 2.33, 0.90 to 3.76', () => {
  // Extra hours of sleep: 1.9 0.8 1.1 0.1 −0.1 4.4 5.5 1.6 4.6 3.4; standard deviation 2.002.
  const interval = meanInterval(2.33, 2.0022487, 10)!;
  expect(interval.low).toBeCloseTo(0.8977, 3);
  expect(interval.high).toBeCloseTo(3.7623, 3);
});

test('of one person, or of nobody, there is no interval', () => {
  expect(meanInterval(-5, 0, 1)).toBeNull();
  expect(shareInterval(0, 0)).toBeNull();
  expect(differenceInterval({ k: 1, n: 2 }, { k: 0, n: 0 })).toBeNull();
});
