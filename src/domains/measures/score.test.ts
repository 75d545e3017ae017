import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  asksAboutItem9,
  changeBetween,
  cutOffFor,
  instrumentIds,
  instruments,
  reliableChangeIndex,
  score,
  scoreOfTotal,
  type Answers,
  type InstrumentId
} from './index.ts';

const complete = (instrument: InstrumentId) =>
  fc.array(fc.integer({ min: 0, max: 3 }), {
    minLength: instruments[instrument].items.length,
    maxLength: instruments[instrument].items.length
  });
const totalOf = (instrument: InstrumentId, answers: Answers) => {
  const result = score(instrument, answers);
  if ('refusal' in result) throw new Error(result.refusal);
  return result.total;
};

test('every item has its words in every language, and its own LOINC code', () => {
  for (const instrument of instrumentIds.map((id) => instruments[id])) {
    expect(instrument.items).toHaveLength(instrument.id === 'phq-9' ? 9 : 7);
    expect(instrument.answers.map(({ value }) => value)).toEqual([0, 1, 2, 3]);
    expect(new Set(instrument.items.map(({ loinc }) => loinc)).size).toBe(instrument.items.length);
    for (const text of [
      instrument.lead,
      ...instrument.items.map((item) => item.text),
      ...instrument.answers.map((answer) => answer.text)
    ]) {
      expect(['en', 'fr', 'es', 'sw', 'ar'].filter((language) => !text[language as 'en'])).toEqual([]);
    }
  }
});

test('a complete answer sheet scores the sum of its answers', () => {
  for (const instrument of instrumentIds) {
    fc.assert(
      fc.property(
        complete(instrument),
        (answers) => totalOf(instrument, answers) === answers.reduce((sum, one) => sum + one, 0)
      )
    );
  }
});

test('no answer going up ever brings the total down', () => {
  fc.assert(
    fc.property(complete('phq-9'), fc.nat({ max: 8 }), (answers, at) => {
      const worse = answers.with(at, Math.min(3, answers[at]! + 1));
      return totalOf('phq-9', worse) >= totalOf('phq-9', answers);
    })
  );
});

test.each([
  [4, 'minimal'],
  [5, 'mild'],
  [9, 'mild'],
  [10, 'moderate'],
  [15, 'moderately-severe'],
  [20, 'severe'],
  [27, 'severe']
])('PHQ-9 of %i is %s (Kroenke et al. 2001)', (total, band) => {
  const answers = Array.from({ length: 9 }, (_, item) => Math.max(0, Math.min(3, total - item * 3)));
  expect(score('phq-9', answers)).toMatchObject({ total, band });
});

test('a thought of death is flagged even when everything else is well', () => {
  expect(score('phq-9', [0, 0, 0, 0, 0, 0, 0, 0, 1])).toEqual({
    instrument: 'phq-9',
    total: 1,
    band: 'minimal',
    flags: ['item-9']
  });
  expect(score('phq-9', [3, 3, 3, 3, 3, 3, 3, 3, 0])).toMatchObject({ flags: [] });
});

test('passing over the question on death is not the same as answering “not at all”', () => {
  expect(score('phq-9', [0, 0, 0, 0, 0, 0, 0, 0, null])).toMatchObject({
    total: 0,
    flags: ['item-9-unanswered']
  });
});

test('one or two missing answers count as the mean of the others; three leave no score', () => {
  expect(score('phq-9', [2, 2, 2, 2, 2, 2, 2, null, 0])).toMatchObject({ total: 16 }); // 14 / 8 · 9 = 15.75
  expect(score('gad-7', [1, 1, 1, 1, 1, null, null])).toMatchObject({ total: 7 });
  expect(score('gad-7', [1, 1, 1, 1, null, null, null])).toEqual({ refusal: 'too-many-missing' });
});

test('a wrong count and an impossible answer are refused', () => {
  expect(score('phq-9', [0, 1])).toEqual({ refusal: 'wrong-count' });
  for (const impossible of [4, -1, 1.5, NaN])
    expect(score('gad-7', [0, 0, 0, 0, 0, 0, impossible])).toEqual({ refusal: 'out-of-range' });
});

test('a Swahili speaker in Zanzibar’s clinics is judged by Zanzibar’s cut-off, everybody else by the usual one', () => {
  expect(cutOffFor('phq-9', 'sw', 'zanzibar-primary-care').from).toBe(5);
  expect(cutOffFor('phq-9', 'sw').from).toBe(10);
  expect(cutOffFor('gad-7', 'en', 'zanzibar-primary-care').from).toBe(10);
});

test('five points on PHQ-9 are noise, six are change; below the cut-off they are recovery', () => {
  const usual = cutOffFor('phq-9', 'en');
  expect(changeBetween('phq-9', 18, 13, usual).class).toBe('no-reliable-change');
  expect(changeBetween('phq-9', 18, 12, usual).class).toBe('improved');
  expect(changeBetween('phq-9', 15, 9, usual).class).toBe('recovered');
  expect(changeBetween('phq-9', 8, 2, usual).class).toBe('improved');
  expect(changeBetween('phq-9', 8, 14, usual).class).toBe('deteriorated');
  expect(changeBetween('gad-7', 14, 10, cutOffFor('gad-7', 'en')).class).toBe('improved');
});

test('response means that half of the first score or less is left', () => {
  const usual = cutOffFor('phq-9', 'en');
  expect(changeBetween('phq-9', 18, 9, usual).response).toBe(true);
  expect(changeBetween('phq-9', 18, 10, usual).response).toBe(false);
  expect(changeBetween('phq-9', 0, 0, usual).response).toBe(false);
});

test('the reliable change index is Jacobson and Truax’s own example (1991, p. 14: from 47.5 to 32.5 gives 3.16)', () => {
  expect(reliableChangeIndex(47.5, 32.5, { sd: 7.5, reliability: 0.8 })).toBeCloseTo(-3.16, 2);
});

test('of a total alone item 9 is unknown, except where the sum itself tells', () => {
  expect(scoreOfTotal('phq-9', 0)).toMatchObject({ total: 0, flags: [] });
  expect(scoreOfTotal('phq-9', 24)).toMatchObject({ band: 'severe', flags: ['item-9-unanswered'] });
  expect(scoreOfTotal('phq-9', 25)).toMatchObject({ flags: ['item-9'] });
  expect(scoreOfTotal('gad-7', 21)).toMatchObject({ band: 'severe', flags: [] });
  for (const total of [-1, 28, 1.5])
    expect(scoreOfTotal('phq-9', total)).toEqual({ refusal: 'out-of-range' });
});

test('whoever talks with somebody is asked to ask, while the latest PHQ-9 leaves the question on death open', () => {
  const given = (flags: ('item-9' | 'item-9-unanswered')[]) => ({ instrument: 'phq-9' as const, flags });
  expect(asksAboutItem9([given(['item-9-unanswered'])])).toBe(true);
  expect(asksAboutItem9([given(['item-9-unanswered']), { instrument: 'gad-7', flags: [] }])).toBe(true);
  expect(asksAboutItem9([given(['item-9-unanswered']), given([])])).toBe(false);
  expect(asksAboutItem9([])).toBe(false);
});
