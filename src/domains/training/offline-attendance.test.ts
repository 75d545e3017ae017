import { expect, test } from 'vitest';
import { markedOtherwise, type SentSheet } from './offline-attendance.ts';

type Sent = SentSheet['marks'][number];
const sent = (changes: Partial<Sent>): Sent => ({
  person: 'amina',
  presence: 'present',
  before: null,
  ...changes
});
const stands = (presence: 'present' | 'partly' | 'absent', hours: number) => [
  { person: 'amina', presence, hours }
];

test('a sheet that nobody touched meanwhile is taken, and one that says the same as somebody else, too', () => {
  expect(markedOtherwise([sent({})], [])).toEqual([]);
  expect(markedOtherwise([sent({})], stands('present', 8))).toEqual([]);
  expect(markedOtherwise([sent({ before: 'absent' })], stands('absent', 0))).toEqual([]);
});

test('nobody’s mark is silently written over', () => {
  expect(markedOtherwise([sent({})], stands('absent', 0))).toEqual(['amina']);
  expect(markedOtherwise([sent({ before: 'absent' })], [])).toEqual(['amina']);
});

test('hours of a part of a day are a mark, too', () => {
  const threeHours = sent({ presence: 'partly', hours: 3 });
  expect(markedOtherwise([threeHours], stands('partly', 3))).toEqual([]);
  expect(markedOtherwise([threeHours], stands('partly', 2))).toEqual(['amina']);
  const corrected = { ...threeHours, before: 'partly' as const, hoursBefore: 2 };
  expect(markedOtherwise([corrected], stands('partly', 2))).toEqual([]);
  expect(markedOtherwise([corrected], stands('partly', 1))).toEqual(['amina']);
});
