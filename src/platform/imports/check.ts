/** Reads every row of a file into a room's own row, and says what is wrong with each. Pure. */
import { m } from '#messages';
import type { Cell, Habits } from './cell.ts';
import { emptyCell } from './cell.ts';
import type { Column, KindOf, NumberedRow, Problem } from './kind.ts';
import type { Layout } from './layout.ts';
import type { Mapping } from './match.ts';
import { cellLengthMax } from './sheet.ts';

// The importer carries rows of any kind, and looks into none.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type PureKind = Pick<KindOf<any, unknown, unknown>, 'columns' | 'key' | 'otherKeys'>;
type Row = Record<string, unknown>;

export type Checked = { rows: NumberedRow<Row>[]; problems: Problem[] };

/** The required columns that no column of the file was given to. */
export function columnsMissing(kind: PureKind, mapping: Mapping): string[] {
  return columnsOf(kind)
    .filter(([key, column]) => column.required && !mapping.includes(key))
    .map(([, column]) => column.label());
}

/** The rows that can be read, each once, and what to tell about the others. */
export function checkRows(kind: PureKind, layout: Layout, mapping: Mapping, habits: Habits): Checked {
  const problems: Problem[] = [];
  const rows: NumberedRow<Row>[] = [];
  const seen = new Map<string, number>();
  for (const { number, cells } of layout.rows) {
    const row = readRow(kind, cells, mapping, habits, (problem) =>
      problems.push({ row: number, ...problem })
    );
    if (!row) continue;
    const keys = keysOf(kind, row);
    const earlier = keys.map((key) => seen.get(key)).find((found) => found !== undefined);
    if (earlier === undefined) {
      for (const key of keys) seen.set(key, number);
      rows.push({ number, row });
    } else {
      problems.push({
        row: number,
        column: null,
        value: titleOf(kind, row),
        why: m.imports_same_as_row({ row: earlier }),
        weight: 'duplicate'
      });
    }
  }
  return { rows, problems };
}

/** Every name under which a row may say the same as another. */
export function keysOf(kind: PureKind, row: Row): string[] {
  return [kind.key(row), ...(kind.otherKeys?.(row) ?? [])];
}

function readRow(
  kind: PureKind,
  cells: Cell[],
  mapping: Mapping,
  habits: Habits,
  tell: (problem: Omit<Problem, 'row'>) => void
): Row | null {
  const row: Row = {};
  let whole = true;
  for (const [key, column] of columnsOf(kind)) {
    const at = mapping.indexOf(key);
    const cell = (at >= 0 && cells[at]) || emptyCell;
    const complain = (why: string) => {
      whole = false;
      tell({ column: column.label(), value: shown(cell.text), why, weight: 'error' });
    };
    row[key] = null;
    if (cell.text.trim() === '') {
      if (column.required)
        complain(cell.formula ? m.imports_refusal_formula_without_result() : m.imports_refusal_empty());
      continue;
    }
    if (cell.text.length > (column.lengthMax ?? cellLengthMax)) {
      complain(m.imports_refusal_too_long());
      continue;
    }
    const read = column.read(cell, habits);
    if ('refusal' in read) complain(read.refusal());
    else row[key] = read.value;
    if (cell.formula && whole)
      tell({
        column: column.label(),
        value: shown(cell.text),
        why: m.imports_formula_result_taken(),
        weight: 'note'
      });
  }
  return whole ? row : null;
}

export function columnsOf(kind: PureKind): [string, Column<unknown>][] {
  return Object.entries(kind.columns as Record<string, Column<unknown>>);
}

/** What a row is called when all of it is meant: its first column. */
export function titleOf(kind: PureKind, row: Row): string {
  return shown(String(row[columnsOf(kind)[0]![0]] ?? ''));
}

const shownLengthMax = 200;

/** A cell as a problem shows it: never longer than a line, and nothing that a database or a page would choke on. */
export function shown(text: string): string {
  const plain = text
    .slice(0, shownLengthMax)
    .toWellFormed()
    .replace(/[\u0000-\u001f\u007f]/g, ' ');
  return text.length > shownLengthMax ? `${plain}…` : plain;
}
