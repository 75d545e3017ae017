/** Days as people write them: 2026-03-01, 01/03/2026, 3 mars 2026, ٣ مارس ٢٠٢٦, or a spreadsheet's serial number. */
import { Temporal } from 'temporal-polyfill';
import type { Habits } from './cell.ts';
import { plainDigits, withoutMarks } from './digits.ts';

export type DayRefusal = 'not-a-day' | 'no-such-day' | 'month-first';
type Read = { day: string } | { refusal: DayRefusal };

// Spreadsheets count days from here (they believe that 1900 was a leap year, so days before March 1900 are one off).
const serialEpoch = Temporal.PlainDate.from('1899-12-30');
const serialMin = 61;
const yearMin = 1900;
const yearMax = 2200;

/** Reads a day. A day alone is returned even when a time follows it, as in `2026-03-01 09:30`. */
export function parseDay(text: string, habits: Habits): Read {
  const plain = plainDigits(withoutMarks(text)).normalize('NFKC').trim().toLowerCase();
  return (
    readIso(plain) ??
    readNumeric(plain, habits) ??
    readSerialText(plain) ??
    readWords(plain, habits) ?? { refusal: 'not-a-day' }
  );
}

/** A spreadsheet's serial number: 46082 is 2026-03-01. Part of a day is a time, and is left out. */
export function dayOfSerial(serial: number): Read {
  if (!(serial >= serialMin && serial < 110_000)) return { refusal: 'not-a-day' };
  return { day: serialEpoch.add({ days: Math.floor(serial) }).toString() };
}

function readIso(text: string): Read | null {
  const found = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[t ].*)?$/.exec(text);
  return found && dayOf(Number(found[1]), Number(found[2]), Number(found[3]));
}

function readNumeric(text: string, habits: Habits): Read | null {
  const found = /^(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4}|\d{2})(?:[t ,].*)?$/.exec(text);
  if (!found) return null;
  const [first, second] = [Number(found[1]), Number(found[2])];
  const year = fullYear(found[3]!, habits);
  const [day, month] = habits.dayFirst ? [first, second] : [second, first];
  // Guessing the other order for this row alone would misread the rows beside it in silence.
  if (month > 12 && day <= 12) return { refusal: 'month-first' };
  return dayOf(year, month, day);
}

function readSerialText(text: string): Read | null {
  return /^\d{5}(\.\d+)?$/.test(text) ? dayOfSerial(Number(text)) : null;
}

function readWords(text: string, habits: Habits): Read | null {
  const numbers = text.match(/\d+/g);
  if (!numbers || numbers.length < 2 || text.length > 60) return null;
  const month = monthIn(text);
  if (!month) return null;
  const [day, year] = numbers[0]!.length === 4 ? [numbers[1]!, numbers[0]!] : [numbers[0]!, numbers[1]!];
  if (day.length > 2 || (year.length !== 4 && year.length !== 2)) return null;
  return dayOf(fullYear(year, habits), month, Number(day));
}

function dayOf(year: number, month: number, day: number): Read {
  if (year < yearMin || year > yearMax) return { refusal: 'no-such-day' };
  try {
    return { day: Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' }).toString() };
  } catch {
    return { refusal: 'no-such-day' };
  }
}

function fullYear(digits: string, { today }: Habits): number {
  if (digits.length === 4) return Number(digits);
  const horizon = Number(today.slice(0, 4)) + 10;
  const year = Math.floor(horizon / 100) * 100 + Number(digits);
  return year > horizon ? year - 100 : year;
}

// Arabic has three sets of month names: Gulf and Nile, Levant, Maghreb. Swahili uses its own and English ones.
const monthTongues = ['en', 'en-GB', 'fr', 'es', 'sw', 'ar-EG', 'ar-SY', 'ar-DZ', 'ar-MA'];

let months: Map<string, number> | undefined;

function monthIn(text: string): number | null {
  months ??= monthNames();
  const words = bare(text)
    .replace(/\d+/g, ' ')
    .replace(/[.,،-]/g, ' ')
    .trim()
    .split(/\s+/);
  for (let at = 0; at < words.length; at++) {
    // Two words first: تشرين الأول.
    const found = months.get(words.slice(at, at + 2).join(' ')) ?? months.get(words[at]!);
    if (found) return found;
  }
  return null;
}

function monthNames(): Map<string, number> {
  const names = new Map<string, number>();
  for (const tongue of monthTongues) {
    for (const [style, day] of [
      ['long', undefined],
      ['short', undefined],
      ['long', 'numeric'],
      ['short', 'numeric']
    ] as const) {
      const format = new Intl.DateTimeFormat(`${tongue}-u-ca-gregory-nu-latn`, {
        month: style,
        day,
        timeZone: 'UTC'
      });
      for (let month = 1; month <= 12; month++) {
        const name = format
          .formatToParts(Date.UTC(2026, month - 1, 5))
          .find(({ type }) => type === 'month')!.value;
        names.set(bare(withoutMarks(name)), month);
      }
    }
  }
  return names;
}

// Accents, hamzas and abbreviating points come and go with the keyboard: février, fevrier, févr.
function bare(text: string): string {
  return text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replaceAll('.', '').trim();
}
