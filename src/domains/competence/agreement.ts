/** How far two or more assessors agree about the same people. Every formula is tested on its authors' own table. */
import jstat from 'jstat';
import type { AgreementRefusal } from './agreement-refusal.ts';

/** A row a subject, a column an assessor. */
export type Table = readonly (readonly number[])[];
export type Icc = { model: 'ICC(2,1)'; estimate: number; lower: number; upper: number };
export type KappaWeights = 'linear' | 'quadratic';

/**
 * ICC(2,1): agreement in absolute terms of one assessor drawn from many, from a two-way random-effects analysis of
 * variance (Shrout & Fleiss 1979), with its confidence interval (McGraw & Wong 1996, table 7).
 */
export function icc(scores: Table, confidence = 0.95): Icc | { refusal: AgreementRefusal } {
  const refusal = refusalToCompare(scores);
  if (refusal) return { refusal };
  const n = scores.length;
  const k = scores[0]!.length;
  const { subjects, raters, error } = meanSquares(scores);
  if (subjects === 0 && raters === 0 && error === 0) return { refusal: 'no-variance' };

  const denominator = subjects + (k - 1) * error + (k * (raters - error)) / n;
  if (denominator === 0) return { refusal: 'no-variance' };
  const estimate = (subjects - error) / denominator;
  // Perfect agreement: the analysis leaves no error, and the interval closes on it.
  if (estimate === 1) return { model: 'ICC(2,1)', estimate, lower: 1, upper: 1 };

  const a = (k * estimate) / (n * (1 - estimate));
  const b = 1 + (k * estimate * (n - 1)) / (n * (1 - estimate));
  const v =
    (a * raters + b * error) ** 2 / ((a * raters) ** 2 / (k - 1) + (b * error) ** 2 / ((n - 1) * (k - 1)));
  const tail = 1 - (1 - confidence) / 2;
  const below = jstat.centralF.inv(tail, n - 1, v);
  const above = jstat.centralF.inv(tail, v, n - 1);
  const spread = k * raters + (k * n - k - n) * error;
  const lower = (n * (subjects - below * error)) / (below * spread + n * subjects);
  const upper = (n * (above * subjects - error)) / (spread + n * above * subjects);
  // Far below zero the approximation's degrees of freedom vanish, and there is no honest interval to give.
  if (!(lower <= estimate + tolerance && estimate <= upper + tolerance)) return { refusal: 'no-interval' };
  return { model: 'ICC(2,1)', estimate, lower, upper };
}

/**
 * Cohen's weighted kappa of two assessors on the levels 1 to 4 (Cohen 1968); disagreements count by their distance
 * (linear) or its square (quadratic; Fleiss & Cohen 1973).
 */
export function weightedKappa(levels: Table, weights: KappaWeights): number | { refusal: AgreementRefusal } {
  const refusal = refusalToCompare(levels) ?? refusalOfLevels(levels);
  if (refusal) return { refusal };
  if (levels[0]!.length !== 2) return { refusal: 'not-two-raters' };
  const counts = possibleLevels.map((row) =>
    possibleLevels.map((column) => levels.filter(([one, two]) => one === row && two === column).length)
  );
  return kappaOfTable(counts, weights) ?? { refusal: 'no-variance' };
}

/** Weighted kappa of a square table of counts; null where chance alone already agrees wholly. */
export function kappaOfTable(counts: Table, weights: KappaWeights): number | null {
  const total = counts.flat().reduce(add, 0);
  const rows = counts.map((row) => row.reduce(add, 0));
  const columns = counts[0]!.map((_, column) => counts.map((row) => row[column]!).reduce(add, 0));
  const distance = (one: number, two: number) =>
    weights === 'linear' ? Math.abs(one - two) : (one - two) ** 2;
  let observed = 0;
  let expected = 0;
  counts.forEach((row, one) =>
    row.forEach((count, two) => {
      observed += distance(one, two) * count;
      expected += distance(one, two) * rows[one]! * columns[two]!;
    })
  );
  return expected === 0 ? null : 1 - (total * observed) / expected;
}

/** Fleiss' kappa of any number of assessors on the levels 1 to 4 (Fleiss 1971). */
export function fleissKappa(levels: Table): number | { refusal: AgreementRefusal } {
  const refusal = refusalToCompare(levels);
  return refusal ? { refusal } : fleissOfRatings(levels);
}

/** The same where not everybody rated everybody: a row a subject, its cells the levels it was given; one given once says nothing. */
export function fleissOfRatings(rows: Table): number | { refusal: AgreementRefusal } {
  const rated = rows.filter(({ length }) => length > 1);
  if (rated.length < 2) return { refusal: 'too-few-subjects' };
  const refusal = refusalOfLevels(rated);
  if (refusal) return { refusal };
  const counts = rated.map((row) =>
    possibleLevels.map((level) => row.filter((given) => given === level).length)
  );
  return fleissOfTable(counts) ?? { refusal: 'no-variance' };
}

/**
 * Fleiss' kappa of a table with a row a subject and a column a category; null where only one category was used. Rows may hold
 * different numbers of ratings, at least two each (Gwet, Handbook of Inter-Rater Reliability, 4th ed. 2014, ch. 3); with as many
 * in each it is Fleiss's own.
 */
export function fleissOfTable(counts: Table): number | null {
  const ratings = counts.map((row) => row.reduce(add, 0));
  const agreeing = counts.map(
    (row, subject) =>
      (row.reduce((sum, count) => sum + count ** 2, 0) - ratings[subject]!) /
      (ratings[subject]! * (ratings[subject]! - 1))
  );
  const observed = agreeing.reduce(add, 0) / counts.length;
  const shares = counts[0]!.map(
    (_, category) =>
      counts.reduce((sum, row, subject) => sum + row[category]! / ratings[subject]!, 0) / counts.length
  );
  const expected = shares.reduce((sum, share) => sum + share ** 2, 0);
  return 1 - expected < tolerance ? null : (observed - expected) / (1 - expected);
}

const tolerance = 1e-9;
const possibleLevels = [1, 2, 3, 4];

function refusalToCompare(table: Table): AgreementRefusal | null {
  const raters = table[0]?.length ?? 0;
  if (table.some((row) => row.length !== raters || row.some((cell) => !Number.isFinite(cell))))
    return 'missing-cells';
  if (table.length < 2) return 'too-few-subjects';
  return raters < 2 ? 'too-few-raters' : null;
}

function refusalOfLevels(table: Table): AgreementRefusal | null {
  return table.flat().every((cell) => possibleLevels.includes(cell)) ? null : 'not-a-level';
}

// The two-way analysis of variance without replication. Sums of whole levels are whole, and nothing is divided before the end: in
// which order people and assessors come changes no digit, so what lies on a border falls on the same side of it.
function meanSquares(scores: Table): { subjects: number; raters: number; error: number } {
  const n = scores.length;
  const k = scores[0]!.length;
  const square = (sum: number, one: number) => sum + one ** 2;
  const total = scores.flat().reduce(add, 0) ** 2;
  const cells = n * k * scores.flat().reduce(square, 0);
  const rows = n * scores.map((row) => row.reduce(add, 0)).reduce(square, 0);
  const columns =
    k * scores[0]!.map((_, rater) => scores.reduce((sum, row) => sum + row[rater]!, 0)).reduce(square, 0);
  return {
    subjects: (rows - total) / (n * k * (n - 1)),
    raters: (columns - total) / (n * k * (k - 1)),
    error: (cells - rows - columns + total) / (n * k * (n - 1) * (k - 1))
  };
}

function add(sum: number, one: number): number {
  return sum + one;
}
