/** What a cell of a workbook says: its saved value, read as its kind and its format have it. */
import { emptyCell, type Cell } from './cell.ts';

/** A cell as it stands in the file (ECMA-376 part 1, 18.3.1.4). */
export type SavedCell = { type: string; value: string; style: number; formula: boolean };

/** What a cell refers to: the words that cells share, which styles are of days, and from which year days are counted. */
export type BookOfCells = { words: string[]; dayStyles: Set<number>; from1904: boolean };

export function cellOf(saved: SavedCell, book: BookOfCells): Cell {
  const cell = valueOf(saved, book);
  return saved.formula ? { ...cell, formula: true } : cell;
}

function valueOf({ type, value, style }: SavedCell, { words, dayStyles, from1904 }: BookOfCells): Cell {
  if (type === 's') return { text: words[Number(value)] ?? '' };
  if (type === 'str' || type === 'inlineStr') return { text: value };
  if (type === 'b') return { text: value === '1' ? 'true' : 'false' };
  if (type === 'd') return dayCell(new Date(/(Z|[+-]\d\d:\d\d)$/.test(value) ? value : `${value}Z`));
  // A mistake such as #N/A says nothing.
  if (type === 'e' || value.trim() === '') return emptyCell;
  const number = Number(value);
  if (!Number.isFinite(number)) return { text: value };
  return dayStyles.has(style) ? dayOf(number, from1904) : { text: String(number), number };
}

const dayMilliseconds = 24 * 60 * 60 * 1000;
// What day 0 is: as spreadsheets count, 1900 had a 29 February, so that every later day is one further on.
const epochs = { from1900: Date.UTC(1899, 11, 30), from1904: Date.UTC(1904, 0, 1) };

function dayOf(days: number, from1904: boolean): Cell {
  const milliseconds = Math.round(days * dayMilliseconds);
  // A time of day alone belongs to no day.
  if (days >= 0 && days < 1) return { text: new Date(milliseconds).toISOString().slice(11, 16) };
  return dayCell(new Date((from1904 ? epochs.from1904 : epochs.from1900) + milliseconds));
}

// A workbook's day has no time zone.
function dayCell(at: Date): Cell {
  if (Number.isNaN(at.getTime())) return emptyCell;
  const text = at.toISOString();
  return { text: text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.slice(0, 16).replace('T', ' ') };
}

/** Whether a number in this format is a day or a time: one of those a program knows by number, or a code with their letters. */
export function isDayFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return dayFormats.some(([from, to]) => id >= from && id <= to);
  const [positive = ''] = code.split(';');
  const letters = positive
    .replace(/"[^"]*"|\\.|_.|\*./g, '')
    // Colours, currencies and languages stand in brackets; so do hours that go beyond a day.
    .replace(/\[(?!(h+|m+|s+)\])[^\]]*\]/gi, '');
  return !/^general$/i.test(letters) && /[dmyhs]/i.test(letters);
}

// ECMA-376 part 1, 18.8.30, with those of East Asia and Thailand.
const dayFormats = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
  [71, 81]
] as const;

/** The column of a reference such as `BC12`, counted from 0; null when it names none. */
export function columnOf(reference: string | undefined): number | null {
  const letters = /^([A-Z]{1,3})\d+$/.exec(reference ?? '')?.[1];
  if (!letters) return null;
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}
