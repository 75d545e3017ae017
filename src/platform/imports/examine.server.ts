/** Looks at every row of a file, against the rules of its kind and what the organisation already has. Writes nothing. */
import { m } from '#messages';
import type { Person } from '#platform/access/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import type { OpenFile } from '#platform/files/index.server.ts';
import type { Habits } from './cell.ts';
import { checkRows, columnsOf, keysOf, shown, titleOf } from './check.ts';
import type { NumberedRow, Problem } from './kind.ts';
import { knownColumns, type AnyKind } from './kinds.server.ts';
import { layoutOf, type Layout } from './layout.ts';
import type { Mapping } from './match.ts';
import { readSheet } from './read.server.ts';
import type { SheetRefusal } from './sheet.ts';

export type Examined = {
  headers: string[];
  /** Rows in the file, below its headers. */
  found: number;
  /** Rows that would be written. */
  ready: NumberedRow<Record<string, unknown>>[];
  problems: Problem[];
};

/** The file's table, wherever it begins. */
export async function openLayout(
  file: OpenFile,
  kind: AnyKind,
  habits: Pick<Habits, 'language'>
): Promise<Layout | SheetRefusal> {
  const sheet = await readSheet(file, habits.language);
  return typeof sheet === 'string' ? sheet : layoutOf(sheet, knownColumns(kind));
}

/** Every row, read and judged. A row with an error or a double is not among the ready ones. */
export async function examine(
  tx: Tx,
  kind: AnyKind,
  layout: Layout,
  mapping: Mapping,
  habits: Habits,
  person: Person
): Promise<Examined> {
  const { rows, problems } = checkRows(kind, layout, mapping, habits);
  const unknown = await leaveOutKnown(tx, kind, rows, person, problems);
  const broken = await judgeTogether(tx, kind, unknown, person, problems);
  const ready = unknown.filter(({ number }) => !broken.has(number));
  problems.sort((a, b) => a.row - b.row);
  return { headers: layout.headers, found: layout.rows.length, ready, problems };
}

export function errorsIn(problems: Problem[]): number {
  return problems.filter(({ weight }) => weight === 'error').length;
}

const keysAtOnce = 5_000;

async function leaveOutKnown(
  tx: Tx,
  kind: AnyKind,
  rows: Examined['ready'],
  person: Person,
  problems: Problem[]
) {
  const known = new Set<string>();
  for (let at = 0; at < rows.length; at += keysAtOnce) {
    const keys = rows.slice(at, at + keysAtOnce).flatMap(({ row }) => keysOf(kind, row));
    for (const key of await kind.existing(tx, keys, person)) known.add(key);
  }
  return rows.filter(({ number, row }) => {
    if (!keysOf(kind, row).some((key) => known.has(key))) return true;
    problems.push({
      row: number,
      column: null,
      value: titleOf(kind, row),
      why: m.imports_already_here(),
      weight: 'duplicate'
    });
    return false;
  });
}

async function judgeTogether(
  tx: Tx,
  kind: AnyKind,
  rows: Examined['ready'],
  person: Person,
  problems: Problem[]
): Promise<Set<number>> {
  const found = (await kind.check?.(tx, rows, person)) ?? [];
  const labels = new Map(columnsOf(kind).map(([key, { label }]) => [key, label()]));
  for (const { row, column, value, why, weight = 'error' } of found) {
    problems.push({
      row,
      column: labels.get(column as string) ?? null,
      value: shown(value),
      why,
      weight
    });
  }
  return new Set(found.filter(({ weight }) => weight !== 'note').map(({ row }) => row));
}
