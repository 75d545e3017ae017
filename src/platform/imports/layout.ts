/** Where the table begins: many spreadsheets carry a title, or a merged line, above their headers. */
import { headersRecognised, type Known } from './match.ts';
import { rowsMax, type Sheet, type SheetRefusal, type SheetRow } from './sheet.ts';

export type Layout = { headers: string[]; rows: SheetRow[] };

const linesAboveMax = 10;

export function layoutOf(sheet: Sheet, known: Known[]): Layout | SheetRefusal {
  const top = sheet.rows.slice(0, linesAboveMax);
  const scores = top.map(({ cells }) =>
    headersRecognised(
      cells.map(({ text }) => text),
      known
    )
  );
  const best = Math.max(0, ...scores);
  const header =
    best > 0
      ? scores.indexOf(best)
      : top.findIndex(({ cells }) => cells.filter(({ text }) => text.trim()).length > 1);
  if (header < 0) return 'empty-file';
  const rows = sheet.rows
    .slice(header + 1)
    .filter(({ cells }) => cells.some(({ text }) => text.trim() !== ''));
  if (rows.length === 0) return 'empty-file';
  if (rows.length > rowsMax) return 'too-many-rows';
  return { headers: sheet.rows[header]!.cells.map(({ text }) => text.trim()), rows };
}
