/** From answers to a score: the published sums, bands and rules for missing answers, and nothing predicted. */
import { m } from '#messages';
import { instruments, type InstrumentId } from './instrument.ts';

/** One answer for each item, in order; null where none was given. */
export type Answers = readonly (number | null)[];
export type Band = 'minimal' | 'mild' | 'moderate' | 'moderately-severe' | 'severe';

/**
 * Something a human must look at whatever the total: `item-9` is any answer above "not at all" to PHQ-9's question on
 * death and self-harm; `item-9-unanswered` is that question passed over, which must never read as reassurance.
 */
export type Flag = 'item-9' | 'item-9-unanswered';
export type Score = { instrument: InstrumentId; total: number; band: Band; flags: Flag[] };
export type ScoreRefusal = 'wrong-count' | 'out-of-range' | 'too-many-missing';

export const scoreRefusals = {
  'wrong-count': m.measures_refused_wrong_count,
  'out-of-range': m.measures_refused_out_of_range,
  'too-many-missing': m.measures_refused_too_many_missing
} satisfies Record<ScoreRefusal, () => string>;

export const flagWords = {
  'item-9': m.measures_flag_raised,
  'item-9-unanswered': m.measures_flag_unknown
} satisfies Record<Flag, () => string>;

/** Whether the latest PHQ-9 of these scores, oldest first, says nothing about death and self-harm. */
export function asksAboutItem9(scores: { instrument: InstrumentId; flags: Flag[] }[]): boolean {
  const last = scores.findLast(({ instrument }) => instrument === 'phq-9');
  return last?.flags.includes('item-9-unanswered') ?? false;
}

export const bandWords = {
  minimal: m.measures_band_minimal,
  mild: m.measures_band_mild,
  moderate: m.measures_band_moderate,
  'moderately-severe': m.measures_band_moderately_severe,
  severe: m.measures_band_severe
} satisfies Record<Band, () => string>;

/**
 * Scores the answers, or says why they have no score. One or two missing answers are replaced by the mean of the
 * others; with more, there is none (IAPT Data Handbook Appendices v2, 2011, for PHQ-9 and GAD-7 alike).
 */
export function score(instrument: InstrumentId, answers: Answers): Score | { refusal: ScoreRefusal } {
  const { items, answers: possible } = instruments[instrument];
  if (answers.length !== items.length) return { refusal: 'wrong-count' };
  const given = answers.filter((answer) => answer !== null);
  if (given.some((answer) => !possible.some(({ value }) => value === answer)))
    return { refusal: 'out-of-range' };
  if (items.length - given.length > missingAnswersMax) return { refusal: 'too-many-missing' };
  const sum = given.reduce((total, answer) => total + answer, 0);
  const total = Math.round((sum / given.length) * items.length);
  return { instrument, total, band: bandOf(instrument, total), flags: flagsOf(instrument, answers) };
}

/**
 * The score of which only the total was kept. What was said to PHQ-9's ninth item is then unknown, which is never
 * reassurance; except that it cannot have been above zero in a total of 0, and must have been in one above 24.
 */
export function scoreOfTotal(instrument: InstrumentId, total: number): Score | { refusal: ScoreRefusal } {
  if (!Number.isInteger(total) || total < 0 || total > scoreMax(instrument))
    return { refusal: 'out-of-range' };
  return { instrument, total, band: bandOf(instrument, total), flags: flagsOfTotal(instrument, total) };
}

function flagsOfTotal(instrument: InstrumentId, total: number): Flag[] {
  if (instrument !== 'phq-9' || total === 0) return [];
  const withoutSelfHarm = scoreMax(instrument) - instruments[instrument].answers.at(-1)!.value;
  return [total > withoutSelfHarm ? 'item-9' : 'item-9-unanswered'];
}

/** The highest total there is: 27 for PHQ-9, 21 for GAD-7. */
export function scoreMax(instrument: InstrumentId): number {
  const { items, answers } = instruments[instrument];
  return items.length * answers.at(-1)!.value;
}

const missingAnswersMax = 2;

// Kroenke, Spitzer & Williams 2001 (PHQ-9); Spitzer, Kroenke, Williams & Löwe 2006 (GAD-7). Highest first.
const bands: Record<InstrumentId, [from: number, band: Band][]> = {
  'phq-9': [
    [20, 'severe'],
    [15, 'moderately-severe'],
    [10, 'moderate'],
    [5, 'mild'],
    [0, 'minimal']
  ],
  'gad-7': [
    [15, 'severe'],
    [10, 'moderate'],
    [5, 'mild'],
    [0, 'minimal']
  ]
};

function bandOf(instrument: InstrumentId, total: number): Band {
  return bands[instrument].find(([from]) => total >= from)![1];
}

const selfHarmItem = 9;

function flagsOf(instrument: InstrumentId, answers: Answers): Flag[] {
  if (instrument !== 'phq-9') return [];
  const answer = answers[selfHarmItem - 1];
  if (answer === null) return ['item-9-unanswered'];
  return answer! > 0 ? ['item-9'] : [];
}
