import { expect, test } from 'vitest';
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
import { inLanguage } from './speak.server.ts';

type Locale = Parameters<typeof inLanguage>[0];

test('a day is written with its month in words, so that nobody mistakes it for another', () => {
  const written = (locale: Locale) => inLanguage(locale, () => formatDay('2026-11-03'));
  expect(written('en')).toBe('3 November 2026');
  expect(written('fr')).toBe('3 novembre 2026');
  expect(written('es')).toBe('3 de noviembre de 2026');
  expect(written('sw')).toBe('3 Novemba 2026');
  expect(written('ar')).toMatch(/نوفمبر/);
});

test('an instant is told by the clock of the place where it happens', () => {
  expect(formatTime(new Date('2026-11-21T22:30:00Z'), 'Africa/Nairobi')).toBe('22 Nov 2026, 01:30');
});

test('money keeps every cent that the ledger holds', () => {
  expect(formatMoney('12345678901234567.89', 'USD')).toContain('12,345,678,901,234,567.89');
});

test('where one reads from the right, the sign of a currency stays behind its letters', () => {
  expect(inLanguage('ar', () => formatMoney('35350.00', 'USD'))).toMatch(/US\$\u200e$/);
});

test('numbers and shares follow the reader’s habit', () => {
  expect(inLanguage('fr', () => formatNumber(1234.56))).toMatch(/^1\s234,6$/);
  expect(formatShare(0.256)).toBe('26%');
});

test('a day of a workshop is one day with two times, by the clock where it is held', () => {
  const [from, to] = [new Date('2026-12-06T06:00:00Z'), new Date('2026-12-06T12:00:00Z')];
  const span = (locale: Locale) => inLanguage(locale, () => formatSpan(from, to, 'Africa/Nairobi'));
  expect(span('en')).toBe('Sun, 6 Dec 2026, 09:00–15:00');
  expect(span('fr').match(/2026/g)).toHaveLength(1);
  expect(span('ar').match(/2026|٢٠٢٦/g)).toHaveLength(1);
});

test('days in a row say their month once, in words', () => {
  const days = (locale: Locale) => inLanguage(locale, () => formatDays('2026-12-06', '2026-12-07'));
  expect(days('en')).toMatch(/^6\s–\s7 December 2026$/);
  expect(days('ar')).toMatch(/ديسمبر/);
});

test('a time zone has the name people use, and names make one phrase', () => {
  expect(inLanguage('fr', () => formatZone('Africa/Nairobi'))).toMatch(/Afrique de l’Est/);
  expect(inLanguage('fr', () => formatList(['Amina', 'Daudi', 'Tatu']))).toBe('Amina, Daudi et Tatu');
});

test('the size of a file is told in kilobytes, and from a million bytes on in megabytes', () => {
  const written = (locale: Locale, bytes: number) => inLanguage(locale, () => formatBytes(bytes));
  expect([written('en', 1), written('en', 999_001), written('en', 2_440_000)]).toEqual([
    '1 kB',
    '1,000 kB',
    '2.4 MB'
  ]);
  expect(written('fr', 2_440_000)).toMatch(/^2,4\sMo$/);
});
