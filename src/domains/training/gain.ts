/** What a training changed: the same test before and after, for the people who answered both. */
import jstat from 'jstat';

export type Pair = { before: number; after: number };
export type Gain = {
  n: number;
  before: number;
  after: number;
  /** Mean difference, and its 95 % interval; null with fewer than two people. */
  mean: number;
  interval: [number, number] | null;
  /** Share of what could still be learned that was; null where everybody knew everything before. */
  normalised: number | null;
};

/**
 * Gain over pairs of shares. The interval is the paired t-interval (Student 1908, Biometrika 6:1–25): mean difference ±
 * t(0.975, n − 1) · s/√n. The normalised gain is that of class averages, (after − before) / (1 − before) (Hake 1998, American
 * Journal of Physics 66:64–74). Null where nobody answered both.
 */
export function gainOf(pairs: Pair[]): Gain | null {
  if (pairs.length === 0) return null;
  const n = pairs.length;
  const before = meanOf(pairs.map((pair) => pair.before));
  const after = meanOf(pairs.map((pair) => pair.after));
  const differences = pairs.map((pair) => pair.after - pair.before);
  const mean = meanOf(differences);
  return {
    n,
    before,
    after,
    mean,
    interval: intervalOf(differences, mean),
    normalised: normalisedGain(before, after)
  };
}

/** Hake's gain of averages between 0 and 1. */
export function normalisedGain(before: number, after: number): number | null {
  return before >= 1 ? null : (after - before) / (1 - before);
}

function intervalOf(differences: number[], mean: number): [number, number] | null {
  const n = differences.length;
  if (n < 2) return null;
  const variance = differences.reduce((sum, difference) => sum + (difference - mean) ** 2, 0) / (n - 1);
  const half = jstat.studentt.inv(0.975, n - 1) * Math.sqrt(variance / n);
  return [mean - half, mean + half];
}

const meanOf = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
