import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  besideReference,
  calibrationDueOn,
  defaultPolicy,
  nextPiece,
  passes,
  refusalToCalibrate,
  rubrics,
  transcripts
} from './index.ts';
import { deriveLevels } from './level.ts';
import { behaviours, ticksOn } from './rubric.ts';

const { items } = rubrics[0]!;
const everything = items.flatMap((item) =>
  (['harmful', 'basic', 'advanced'] as const).flatMap((column) => behaviours(item, column))
);
const ticks = fc.subarray(everything);

test('whoever ticks just what the reference has is wholly right, and nobody else has every item', () => {
  fc.assert(
    fc.property(ticks, ticks, (own, reference) => {
      const perfect = besideReference(items, reference, reference);
      expect(perfect.same).toBe(items.length);
      expect(passes({ ...perfect, count: items.length }, 1)).toBe(true);
      const levels = (ids: string[]) =>
        deriveLevels(items, new Set(ids))
          .map(({ level }) => level)
          .join();
      const { same } = besideReference(items, own, reference);
      expect(same === items.length).toBe(levels(own) === levels(reference));
    })
  );
});

test('each transcript’s reading names behaviours of its rubric and lines that there are, in every language', () => {
  for (const { rubric, reading, lines } of transcripts) {
    const of = rubrics.find(({ id }) => id === rubric)!;
    expect(ticksOn(of, Object.keys(reading)).size).toBe(Object.keys(reading).length);
    for (const words of Object.values(lines))
      expect(
        Object.values(reading)
          .flat()
          .every((line) => words[line - 1]?.voice !== 'person')
      ).toBe(true);
    expect(new Set(Object.values(lines).map(({ length }) => length)).size).toBe(1);
  }
});

test('each transcript has levels apart, or nothing could be learned from it', () => {
  for (const { rubric, reading } of transcripts) {
    const of = rubrics.find(({ id }) => id === rubric)!;
    const levels = deriveLevels(of.items, new Set(Object.keys(reading))).map(({ level }) => level);
    expect(new Set(levels).size).toBeGreaterThanOrEqual(3);
  }
});

test('somebody never calibrated is due today, and after a calibration once it no longer holds', () => {
  expect(calibrationDueOn(null, defaultPolicy, '2026-11-22')).toBe('2026-11-22');
  expect(calibrationDueOn('2026-01-31', { calibrationMonths: 1 }, '2026-02-01')).toBe('2026-02-28');
});

test('a piece that was just read is remembered; another may be taken at once', () => {
  const on = (lastTakenOn: string | null, today: string) =>
    refusalToCalibrate({ own: false, lastTakenOn }, defaultPolicy, today);
  expect(on('2026-01-01', '2026-03-31')).toBe('remembered');
  expect(on('2026-01-01', '2026-04-01')).toBe(null);
  expect(on(null, '2026-01-01')).toBe(null);
  expect(refusalToCalibrate({ own: true, lastTakenOn: null }, defaultPolicy, '2026-01-01')).toBe(
    'own-reference'
  );
});

test('next comes what was never taken, then what lies back furthest', () => {
  const pieces = [{ id: 'net' }, { id: 'school' }, { id: 'shop' }];
  const next = (taken: [string, string][]) => nextPiece(pieces, new Map(taken))?.id;
  expect(next([['net', '2026-01-01']])).toBe('school');
  expect(
    next([
      ['net', '2026-03-01'],
      ['school', '2026-01-01'],
      ['shop', '2026-02-01']
    ])
  ).toBe('school');
  expect(nextPiece([], new Map())).toBe(null);
});
