/** Ready-made readers for a kind's columns, with words for each refusal. */
import { m } from '#messages';
import type { Cell, Habits, Reading } from './cell.ts';
import { dayOfSerial, parseDay, type DayRefusal } from './day.ts';
import { parseName, type NameRefusal } from './name.ts';
import { parseCount, parseNumber, type NumberRefusal } from './number.ts';
import { wordKey } from './match.ts';

const dayRefusals = {
  'not-a-day': m.imports_refusal_not_a_day,
  'no-such-day': m.imports_refusal_no_such_day,
  'month-first': m.imports_refusal_month_first
} satisfies Record<DayRefusal, () => string>;

const numberRefusals = {
  'not-a-number': m.imports_refusal_not_a_number,
  'ambiguous-number': m.imports_refusal_ambiguous_number
} satisfies Record<NumberRefusal, () => string>;

const nameRefusals = {
  empty: m.imports_refusal_empty,
  'too-long': m.imports_refusal_too_long,
  'hidden-characters': m.imports_refusal_hidden_characters
} satisfies Record<NameRefusal, () => string>;

export function readDay(cell: Cell, habits: Habits): Reading<string> {
  const read = cell.number === undefined ? parseDay(cell.text, habits) : dayOfSerial(cell.number);
  return 'day' in read ? { value: read.day } : { refusal: dayRefusals[read.refusal] };
}

/** A number within bounds, both allowed. */
export function readNumber(min: number, max: number) {
  return (cell: Cell, habits: Habits): Reading<number> => {
    const read = cell.number === undefined ? parseNumber(cell.text, habits) : { number: cell.number };
    if ('refusal' in read) return { refusal: numberRefusals[read.refusal] };
    return within(read.number, min, max);
  };
}

/** A whole number within bounds, both allowed. */
export function readCount(min: number, max: number) {
  return (cell: Cell, habits: Habits): Reading<number> => {
    const read = cell.number === undefined ? parseCount(cell.text, habits) : { number: cell.number };
    if ('refusal' in read) return { refusal: numberRefusals[read.refusal] };
    if (!Number.isSafeInteger(read.number)) return { refusal: m.imports_refusal_not_whole };
    return within(read.number, min, max);
  };
}

function within(number: number, min: number, max: number): Reading<number> {
  return number >= min && number <= max
    ? { value: number }
    : { refusal: () => m.imports_refusal_out_of_bounds({ min, max }) };
}

/** A short line of text: a name, a code. */
export function readName(cell: Cell): Reading<string> {
  const read = parseName(cell.text);
  return 'name' in read ? { value: read.name } : { refusal: nameRefusals[read.refusal] };
}

/** Free text, of several lines perhaps, without what no page could show. */
export function readText({ text }: Cell): Reading<string> {
  return { value: text.toWellFormed().replaceAll('\u0000', ' ').trim() };
}

/** An e-mail address, in small letters. */
export function readEmail(cell: Cell): Reading<string> {
  const email = cell.text.trim().toLowerCase();
  return /^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>"]+$/.test(email) && email.length <= emailLengthMax
    ? { value: email }
    : { refusal: m.imports_refusal_not_an_email };
}

// RFC 5321, less the brackets around it.
const emailLengthMax = 254;

/** One of a few words, each with the ways people write it. */
export function readOneOf<Value extends string>(words: Record<Value, readonly string[]>) {
  const known = new Map<string, Value>();
  for (const value of Object.keys(words) as Value[])
    for (const word of [value, ...words[value]]) known.set(wordKey(word), value);
  return (cell: Cell): Reading<Value> => {
    const value = known.get(wordKey(cell.text));
    const allowed = Object.keys(words).join(', ');
    return value === undefined ? { refusal: () => m.imports_refusal_not_one_of({ allowed }) } : { value };
  };
}
