/** How the questions of a quiz work, from everybody's answers: how many know it, and whether those who know more do. */
import { m } from '#messages';

/** What each person got for each question, 0 to 1. */
export type Shares = Map<string, number>;
export type ItemFigures = {
  question: string;
  n: number;
  /** Difficulty: the mean share, 0 (nobody) to 1 (everybody). */
  p: number;
  /** Discrimination: correlation with the rest of the quiz; null where either does not vary. */
  r: number | null;
};

// Fewer say more about the people than about the question; policy.
export const itemAnalysisMin = 10;
// Below 0.2 a question is commonly revised; difficulties outside 0.2–0.9 tell little apart (Ebel & Frisbie, Essentials of
// Educational Measurement, 5th ed. 1991, ch. 13).
const discriminationMin = 0.2;
const hardBelow = 0.2;
const easyAbove = 0.9;

/**
 * Difficulty and discrimination of each question. Discrimination is the corrected item–total correlation: with the score on
 * the other questions, so that a question is not compared with itself (Henrysson 1963, Psychometrika 28:211–218; for
 * right-or-wrong questions it is the point-biserial). Where questions are drawn from a bank, the rest is the mean of the others
 * that a person was asked. Questions answered by fewer than ten are left out.
 */
export function itemFigures(questions: string[], people: Shares[]): ItemFigures[] {
  return questions.flatMap((question) => {
    const asked = people.filter((shares) => shares.has(question));
    if (asked.length < itemAnalysisMin) return [];
    const item = asked.map((shares) => shares.get(question)!);
    const rest = asked.map((shares) =>
      meanOf([...shares].flatMap(([id, share]) => (id === question ? [] : [share])))
    );
    return [{ question, n: asked.length, p: settled(meanOf(item)), r: correlation(item, rest) }];
  });
}

export type ItemVerdict = 'turned-round' | 'tells-little' | 'too-hard' | 'too-easy' | 'works';
export const itemVerdicts = {
  'turned-round': m.training_item_turned_round,
  'tells-little': m.training_item_tells_little,
  'too-hard': m.training_item_too_hard,
  'too-easy': m.training_item_too_easy,
  works: m.training_item_works
} satisfies Record<ItemVerdict, () => string>;

/** What the figures say, most urgent first. */
export function verdictOn({ p, r }: Pick<ItemFigures, 'p' | 'r'>): ItemVerdict {
  if (r !== null && r < 0) return 'turned-round';
  if (p < hardBelow) return 'too-hard';
  if (p > easyAbove) return 'too-easy';
  return r === null || r < discriminationMin ? 'tells-little' : 'works';
}

function correlation(xs: number[], ys: number[]): number | null {
  const [mx, my] = [meanOf(xs), meanOf(ys)];
  let [sxy, sxx, syy] = [0, 0, 0];
  xs.forEach((x, at) => {
    const [dx, dy] = [x - mx, ys[at]! - my];
    sxy += dx * dy;
    sxx += dx * dx;
    syy += dy * dy;
  });
  // Sums of floats that should be nothing are almost nothing.
  return sxx < 1e-12 || syy < 1e-12 ? null : settled(sxy / Math.sqrt(sxx * syy));
}

// A verdict turns at 0, 0.2 and 0.9, and sums in another order differ in their last digits: without those, the order of people
// decides nothing. Nothing is never a negative nothing.
const settled = (figure: number) => Math.round(figure * 1e9) / 1e9 + 0;

const meanOf = (values: number[]) =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
