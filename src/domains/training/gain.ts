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

/** One person's answer to one question of a test; `share` is of the whole test, `item` of this question. */
export type TestAnswer = {
  workshop: string;
  person: string;
  occasion: 'before' | 'after';
  share: number;
  question: string;
  item: number;
};
export type TestGain = {
  gain: Gain | null;
  /** How many answered each. */
  before: number;
  after: number;
  /** Question by question, over the people who answered both. */
  items: { question: string; gain: Gain }[];
};

/** What was gained over these answers. Who met a test in two workshops is two pairs. */
export function gainIn(answers: TestAnswer[]): TestGain {
  const sat = (occasion: TestAnswer['occasion'], value: (answer: TestAnswer) => number, of: TestAnswer[]) =>
    new Map(
      of
        .filter((answer) => answer.occasion === occasion)
        .map((answer) => [`${answer.workshop} ${answer.person}`, value(answer)])
    );
  const pairs = (value: (answer: TestAnswer) => number, of: TestAnswer[]): Pair[] => {
    const after = sat('after', value, of);
    return [...sat('before', value, of)].flatMap(([who, before]) =>
      after.has(who) ? [{ before, after: after.get(who)! }] : []
    );
  };
  const byQuestion = Map.groupBy(answers, ({ question }) => question);
  return {
    gain: gainOf(pairs(({ share }) => share, answers)),
    before: sat('before', ({ share }) => share, answers).size,
    after: sat('after', ({ share }) => share, answers).size,
    items: [...byQuestion].flatMap(([question, own]) => {
      const gain = gainOf(pairs(({ item }) => item, own));
      return gain ? [{ question, gain }] : [];
    })
  };
}

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
