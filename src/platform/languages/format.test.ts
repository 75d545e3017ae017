import { afterEach, expect, test } from 'vitest';
import { overwriteGetLocale } from '#languages';
import {
  formatBytes,
  formatDay,
  formatDays,
  formatList,
  formatMoney,
  formatNumber,
  formatShare,
  formatSpan,
  formatTime,
  formatZone
} from './format.ts';

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

test('where one reads from the right, the sign of a currency stays behind its letters', () => {
  readIn('ar');
  expect(formatMoney('35350.00', 'USD')).toMatch(/US\$\u200e$/);
});

test('numbers and shares follow the reader’s habit', () => {
  readIn('fr');
  expect(formatNumber(1234.56)).toMatch(/^1\s234,6$/);
  readIn('en');
  expect(formatShare(0.256)).toBe('26%');
});

test('a day of a workshop is one day with two times, by the clock where it is held', () => {
  const span = () =>
    formatSpan(new Date('2026-12-06T06:00:00Z'), new Date('2026-12-06T12:00:00Z'), 'Africa/Nairobi');
  readIn('en');
  expect(span()).toBe('Sun, 6 Dec 2026, 09:00–15:00');
  readIn('fr');
  expect(span().match(/2026/g)).toHaveLength(1);
  readIn('ar');
  expect(span().match(/2026|٢٠٢٦/g)).toHaveLength(1);
});

test('days in a row say their month once, in words', () => {
  readIn('en');
  expect(formatDays('2026-12-06', '2026-12-07')).toMatch(/^6\s–\s7 December 2026$/);
  readIn('ar');
  expect(formatDays('2026-12-06', '2026-12-07')).toMatch(/ديسمبر/);
});

test('a time zone has the name people use, and names make one phrase', () => {
  readIn('fr');
  expect(formatZone('Africa/Nairobi')).toMatch(/Afrique de l’Est/);
  expect(formatList(['Amina', 'Daudi', 'Tatu'])).toBe('Amina, Daudi et Tatu');
});

test('the size of a file is told in kilobytes, and from a million bytes on in megabytes', () => {
  const written = (locale: Locale, bytes: number) => (readIn(locale), formatBytes(bytes));
  expect([written('en', 1), written('en', 999_001), written('en', 2_440_000)]).toEqual([
    '1 kB',
    '1,000 kB',
    '2.4 MB'
  ]);
  expect(written('fr', 2_440_000)).toMatch(/^2,4\sMo$/);
});
