/** The list of problems as a file that people open beside their own. */
import { stringify } from 'csv-stringify/sync';
import { m } from '#messages';
import type { Problem } from './kind.ts';

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
  return stringify([header, ...lines], { bom: true, escape_formulas: true, record_delimiter: '\r\n' });
}
