import { expect, test } from 'vitest';
import { contentRange, pieceAsked, stillTheSame } from './range.ts';

test.each([
  ['nothing', null, 'whole'],
  ['all from the beginning', 'bytes=0-', { from: 0, to: 9 }],
  ['a piece in the middle', 'bytes=2-4', { from: 2, to: 4 }],
  ['one byte', 'bytes=0-0', { from: 0, to: 0 }],
  ['more than there is', 'bytes=8-99', { from: 8, to: 9 }],
  ['more than a number can hold', `bytes=8-${'9'.repeat(400)}`, { from: 8, to: 9 }],
  ['the end', 'bytes=-3', { from: 7, to: 9 }],
  ['a longer end than there is', 'bytes=-30', { from: 0, to: 9 }],
  ['with the unit in capitals', 'Bytes=2-4', { from: 2, to: 4 }],
  ['with room around it', 'bytes= 2-4 ', { from: 2, to: 4 }],
  ['from behind the end', 'bytes=10-', 'none-there'],
  ['from far behind the end', `bytes=${'9'.repeat(400)}-`, 'none-there'],
  ['an end of nothing', 'bytes=-0', 'none-there'],
  ['several pieces', 'bytes=1-2,4-5', 'whole'],
  ['backwards', 'bytes=4-2', 'whole'],
  ['in another unit', 'seconds=2-4', 'whole'],
  ['in no number', 'bytes=a-b', 'whole'],
  ['below nothing', 'bytes=--1', 'whole'],
  ['no end and no beginning', 'bytes=-', 'whole'],
  ['half a header', 'bytes', 'whole']
] as const)('of ten bytes, %s is asked for', (_what, range, piece) => {
  expect(pieceAsked(range, 10)).toEqual(piece);
});

test('of nothing at all, all of it is sent', () => {
  expect(pieceAsked('bytes=0-', 0)).toBe('whole');
});

test('an answer says which piece it is', () => {
  expect(contentRange({ from: 2, to: 4 }, 10)).toBe('bytes 2-4/10');
  expect(contentRange('none-there', 10)).toBe('bytes */10');
});

test('a piece is for who holds the others of the same, and nobody who holds something older', () => {
  expect(stillTheSame(null, '"a"')).toBe(true);
  expect(stillTheSame('"a"', '"a"')).toBe(true);
  expect(stillTheSame('"b"', '"a"')).toBe(false);
  expect(stillTheSame('W/"a"', '"a"')).toBe(false);
  expect(stillTheSame('Sun, 22 Nov 2026 08:00:00 GMT', '"a"')).toBe(false);
  expect(stillTheSame('"a"', null)).toBe(false);
});
