/** How sure a figure is: 95 % intervals of a mean, of a share, and of what lies between two shares. */
import jstat from 'jstat';

export type Interval = { low: number; high: number };
/** `k` of `n`. */
export type Share = { k: number; n: number };

/** Of a mean of `n` values with their sample standard deviation, by Student's t; null for fewer than two. */
export function meanInterval(mean: number, deviation: number, n: number): Interval | null {
  if (n < 2) return null;
  const margin = (jstat.studentt.inv(0.975, n - 1) * deviation) / Math.sqrt(n);
  return { low: mean - margin, high: mean + margin };
}

// The normal distribution's 97.5 % quantile.
const z = 1.959963984540054;

/**
 * Of the share `k` of `n`: the score interval of Wilson (1927), method 3 of Newcombe (Statistics in Medicine 1998;17:857–872).
 * It keeps within 0 and 1 and holds for few people and for shares near none or all. Null for nobody.
 */
export function shareInterval(k: number, n: number): Interval | null {
  if (n === 0) return null;
  const share = k / n;
  const centre = 2 * n * share + z ** 2;
  const spread = z * Math.sqrt(z ** 2 + 4 * n * share * (1 - share));
  const scale = 2 * (n + z ** 2);
  return { low: Math.max(0, (centre - spread) / scale), high: Math.min(1, (centre + spread) / scale) };
}

/**
 * Of the difference between two shares, the first less the second: method 10 of Newcombe (Statistics in Medicine 1998;17:873–890),
 * which puts the two intervals above together. Null where either is of nobody.
 */
export function differenceInterval(first: Share, second: Share): Interval | null {
  const [one, other] = [shareInterval(first.k, first.n), shareInterval(second.k, second.n)];
  if (!one || !other) return null;
  const [share, subtracted] = [first.k / first.n, second.k / second.n];
  return {
    low: share - subtracted - Math.hypot(share - one.low, other.high - subtracted),
    high: share - subtracted + Math.hypot(one.high - share, subtracted - other.low)
  };
}
