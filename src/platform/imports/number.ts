/** Numbers as people write them: 1,234.5 · 1.234,5 · 1 234,5 · ١٬٢٣٤٫٥. Where two readings differ, we ask rather than guess. */
import type { Habits } from './cell.ts';
import { plainDigits, withoutMarks } from './digits.ts';

export type NumberRefusal = 'not-a-number' | 'ambiguous-number';
type Read = { number: number } | { refusal: NumberRefusal };

/** Reads a number. `1.234` is refused where the language uses the point for neither thousands nor decimals. */
export function parseNumber(text: string, { language }: Pick<Habits, 'language'>): Read {
  // U+066C and U+066B are Arabic's own thousands and decimal marks, and mean nothing else.
  const plain = plainDigits(withoutMarks(text))
    .replace(/[\s\u00a0\u202f'’\u066c]/g, '')
    .replace('−', '-')
    .replace('\u066b', '!');
  const found = /^([-+]?)([\d.,]+)(?:!(\d+))?$/.exec(plain);
  if (!found || !/\d/.test(found[2]!) || plain.length > 40) return { refusal: 'not-a-number' };
  const [, sign, body, arabicDecimals] = found;
  const whole = arabicDecimals === undefined ? decimalsOf(body!, language) : ungrouped(body!, arabicDecimals);
  if (whole === null) return { refusal: 'not-a-number' };
  if (whole === 'ambiguous') return { refusal: 'ambiguous-number' };
  const number = Number(sign + whole);
  return Number.isFinite(number) ? { number } : { refusal: 'not-a-number' };
}

/** A count: a whole number, not negative. */
export function parseCount(text: string, habits: Pick<Habits, 'language'>): Read {
  const read = parseNumber(text, habits);
  return 'number' in read && (!Number.isSafeInteger(read.number) || read.number < 0)
    ? { refusal: 'not-a-number' }
    : read;
}

function decimalsOf(body: string, language: Habits['language']): string | null | 'ambiguous' {
  const marks = [...body.matchAll(/[.,]/g)];
  if (marks.length === 0) return body;
  const last = marks.at(-1)!;
  const after = body.slice(last.index + 1);
  const same = marks.filter(([mark]) => mark === last[0]).length;
  // 1.234,5: both marks, so the last is the decimal one. 1,234,567: one mark again and again groups thousands.
  if (same < marks.length) return same === 1 ? ungrouped(body.slice(0, last.index), after) : null;
  if (same > 1) return ungrouped(body, undefined);
  if (after.length !== 3) return ungrouped(body.slice(0, last.index), after);
  const { group, decimal } = marksOf(language);
  if (last[0] === group && body.indexOf(last[0]) > 0 && !body.startsWith('0'))
    return ungrouped(body, undefined);
  return last[0] === decimal || body.startsWith('0')
    ? ungrouped(body.slice(0, last.index), after)
    : 'ambiguous';
}

function ungrouped(whole: string, decimals: string | undefined): string | null {
  const fraction = decimals === undefined ? '' : `.${decimals}`;
  if (/[.,]/.test(fraction.slice(1))) return null;
  if (!/[.,]/.test(whole)) return `${whole || '0'}${fraction}`;
  return /^\d{1,3}([.,]\d{3})+$/.test(whole) ? whole.replace(/[.,]/g, '') + fraction : null;
}

function marksOf(language: Habits['language']): { group?: string; decimal?: string } {
  const parts = new Intl.NumberFormat(`${language}-u-nu-latn`).formatToParts(12_345.5);
  const mark = (type: string) => parts.find((part) => part.type === type)?.value;
  return { group: mark('group'), decimal: mark('decimal') };
}
