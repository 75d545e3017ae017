import { afterEach, expect, test } from 'vitest';
import { overwriteGetLocale } from '#languages';
import { formatDay, formatMoney, formatNumber, formatShare, formatTime } from './format.ts';

type Locale = ReturnType<typeof import('#languages').getLocale>;
const readIn = (locale: Locale) => overwriteGetLocale(() => locale);
afterEach(() => readIn('en'));

test('a day is written with its month in words, so that nobody mistakes it for another', () => {
  const written = (locale: Locale) => (readIn(locale), formatDay('2026-11-03'));
  expect(written('en')).toBe('3 November 2026');
  expect(written('fr')).toBe('3 novembre 2026');
  expect(written('es')).toBe('3 de noviembre de 2026');
  expect(written('sw')).toBe('3 Novemba 2026');
  expect(written('ar')).toMatch(/نوفمبر/);
});

test('an instant is told by the clock of the place where it happens', () => {
  readIn('en');
  expect(formatTime(new Date('2026-11-21T22:30:00Z'), 'Africa/Nairobi')).toBe('22 Nov 2026, 01:30');
});

test('money keeps every cent that the ledger holds', () => {
  readIn('en');
  expect(formatMoney('12345678901234567.89', 'USD')).toContain('12,345,678,901,234,567.89');
});

test('numbers and shares follow the reader’s habit', () => {
  readIn('fr');
  expect(formatNumber(1234.56)).toMatch(/^1\s234,6$/);
  readIn('en');
  expect(formatShare(0.256)).toBe('26%');
});
