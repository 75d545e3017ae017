import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Habits, Language } from './cell.ts';
import { dayOfSerial, parseDay } from './day.ts';
import { parseName } from './name.ts';
import { parseCount, parseNumber } from './number.ts';

const languages: Language[] = ['en', 'fr', 'es', 'sw', 'ar'];
const habitsOf = (language: Language): Habits => ({ language, dayFirst: true, today: '2026-11-21' });
const days = fc.date({ min: new Date('1901-01-01'), max: new Date('2100-12-31'), noInvalidDate: true });
const isoOf = (at: Date) => at.toISOString().slice(0, 10);

describe.each(languages)('somebody who writes %s', (language) => {
  const habits = habitsOf(language);

  test('gets the same day back from every way their language writes it', () => {
    // Each language's own calendar forms; English as it is written in East Africa, the day first.
    const tag = language === 'en' ? 'en-KE' : language;
    fc.assert(
      fc.property(
        days,
        fc.constantFrom('short', 'medium', 'long', 'full'),
        fc.constantFrom('latn', 'arab'),
        (at, dateStyle, digits) => {
          const written = new Intl.DateTimeFormat(`${tag}-u-ca-gregory-nu-${digits}`, {
            dateStyle: dateStyle as 'short',
            timeZone: 'UTC'
          }).format(at);
          // Two digits of a year say no century: only those near today come back whole.
          fc.pre(
            /\d{4}|[٠-٩]{4}/.test(written) || (at.getUTCFullYear() > 1940 && at.getUTCFullYear() < 2036)
          );
          expect({ written, ...parseDay(written, habits) }).toEqual({ written, day: isoOf(at) });
        }
      ),
      { numRuns: 400 }
    );
  });

  test('gets the same number back from how their language writes it', () => {
    const numbers = fc
      .double({ min: -1e9, max: 1e9, noNaN: true })
      .map((number) => Math.round(number * 100) / 100 + 0);
    fc.assert(
      fc.property(numbers, fc.constantFrom('latn', 'arab'), fc.boolean(), (number, digits, useGrouping) => {
        const written = new Intl.NumberFormat(`${language}-u-nu-${digits}`, {
          maximumFractionDigits: 2,
          useGrouping
        }).format(number);
        expect({ written, ...parseNumber(written, habits) }).toEqual({ written, number });
      }),
      { numRuns: 400 }
    );
  });

  test('never crashes the readers, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
        parseDay(text, habits);
        parseNumber(text, habits);
        parseName(text);
      })
    );
  });
});

test.each([
  ['2026-03-01', '2026-03-01'],
  ['01/03/2026', '2026-03-01'],
  ['1.3.26', '2026-03-01'],
  ['3 mars 2026', '2026-03-03'],
  ['3 févr. 2026', '2026-02-03'],
  ['3 fevrier 2026', '2026-02-03'],
  ['3 de marzo de 2026', '2026-03-03'],
  ['3 Machi 2026', '2026-03-03'],
  ['٣ مارس ٢٠٢٦', '2026-03-03'],
  ['٣ آذار ٢٠٢٦', '2026-03-03'],
  ['03 تشرين الأول 2026', '2026-10-03'],
  ['٠١/٠٣/٢٠٢٦', '2026-03-01'],
  ['46082', '2026-03-01'],
  ['2026-03-01T09:30:00', '2026-03-01'],
  [' 12-Nov-1987 ', '1987-11-12']
])('%s is read as %s', (text, day) => {
  expect(parseDay(text, habitsOf('fr'))).toEqual({ day });
});

test.each([
  ['31/02/2026', 'no-such-day'],
  ['03/25/2026', 'month-first'],
  ['soon', 'not-a-day'],
  ['2026', 'not-a-day'],
  ['1/1/0001', 'no-such-day']
])('%s is refused as %s', (text, refusal) => {
  expect(parseDay(text, habitsOf('en'))).toEqual({ refusal });
});

test('an organisation that writes the month first may say so', () => {
  expect(parseDay('03/25/2026', { ...habitsOf('en'), dayFirst: false })).toEqual({ day: '2026-03-25' });
});

test('a spreadsheet’s serial number is the day that the spreadsheet shows', () => {
  expect(dayOfSerial(46082.4)).toEqual({ day: '2026-03-01' });
  expect(dayOfSerial(Number.NaN)).toEqual({ refusal: 'not-a-day' });
});

test('one point in 1.234 means thousands in Spanish, a decimal in English, and a question in French', () => {
  expect(parseNumber('1.234', habitsOf('es'))).toEqual({ number: 1234 });
  expect(parseNumber('1.234', habitsOf('en'))).toEqual({ number: 1.234 });
  expect(parseNumber('1.234', habitsOf('fr'))).toEqual({ refusal: 'ambiguous-number' });
  for (const text of ['1,234.5', '1.234,5', '1 234,5', '1’234.5', '١٬٢٣٤٫٥', '1234.5', '+1234,5']) {
    expect(parseNumber(text, habitsOf('fr'))).toEqual({ number: 1234.5 });
  }
  for (const text of [
    '1,2,3',
    '12,34,567',
    'NaN',
    'Infinity',
    '1e9',
    '=1+1',
    '1.2.3',
    '',
    '.',
    '1.234,567,890.1'
  ]) {
    expect(parseNumber(text, habitsOf('en'))).toEqual({ refusal: 'not-a-number' });
  }
});

test('half a person is not a count', () => {
  expect(parseCount('12.5', habitsOf('en'))).toEqual({ refusal: 'not-a-number' });
  expect(parseCount('-3', habitsOf('en'))).toEqual({ refusal: 'not-a-number' });
});

test('a name keeps its script and loses only stray spaces', () => {
  expect(parseName('  Ngozi \u00a0 Adébáyọ̀ ')).toEqual({ name: 'Ngozi Adébáyọ̀'.normalize('NFC') });
  expect(parseName('\u200fأمينة  الحسن')).toEqual({ name: 'أمينة الحسن' });
  expect(parseName(' \t ')).toEqual({ refusal: 'empty' });
  expect(parseName('A\u0000B')).toEqual({ refusal: 'hidden-characters' });
  expect(parseName('x'.repeat(201))).toEqual({ refusal: 'too-long' });
});
