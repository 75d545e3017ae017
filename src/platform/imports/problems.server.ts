/** The list of problems as a file that people open beside their own. */
import { stringify } from 'csv-stringify/sync';
import { m } from '#messages';
import type { Person } from '#platform/access/index.ts';
import { dayIn } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { problemsOf } from './checking.server.ts';
import type { Problem } from './kind.ts';
import { openImport } from './received.server.ts';

/**
 * The file as it was given, with a last column that says what to put right, so that it can be mended where it stands and
 * brought in again; that column is nobody's, and is left out. Null when the file is forgotten.
 */
export async function markedFile(tx: Tx, id: string, person: Person): Promise<string | null> {
  const opened = await openImport(tx, id, { dayFirst: true, today: dayIn('UTC') }, person);
  if (!opened) return null;
  const { headers, rows } = opened.layout;
  const told = Map.groupBy(await problemsOf(tx, id).execute(), ({ row }) => row);
  const lines = rows.map(({ number, cells }) => [
    ...headers.map((_, index) => cells[index]?.text ?? ''),
    (told.get(number) ?? []).map(({ column, why }) => (column ? `${column}: ${why}` : why)).join(' · ')
  ]);
  return asCsv([[...headers, m.imports_problem_why()], ...lines]);
}

/** CSV with a byte-order mark, so that spreadsheet programs read every script. Cells cannot become formulas. */
export function problemsCsv(problems: Problem[]): string {
  const weights = {
    error: m.imports_weight_error(),
    duplicate: m.imports_weight_duplicate(),
    note: m.imports_weight_note()
  };
  const header = [
    m.imports_problem_row(),
    m.imports_problem_weight(),
    m.imports_problem_column(),
    m.imports_problem_value(),
    m.imports_problem_why()
  ];
  const lines = problems.map(({ row, weight, column, value, why }) => [
    row,
    weights[weight],
    column ?? '',
    value,
    why
  ]);
  return asCsv([header, ...lines]);
}

function asCsv(lines: (string | number)[][]): string {
  return stringify(lines, { bom: true, escape_formulas: true, record_delimiter: '\r\n' });
}
