/** Lists that people take along: as text for a spreadsheet program, as a workbook, or on paper. */
import { getTextDirection } from '#languages';
import { csv } from '#platform/csv/index.ts';
import { workbook, workbookType, type Cell } from '#platform/workbook/index.server.ts';
import type { List } from './list.ts';
import { listsOnPaper, type PaperHead } from './paper.server.ts';

export { listOf, type List } from './list.ts';
export type { PaperHead } from './paper.server.ts';

export const listKinds = ['csv', 'xlsx', 'pdf'] as const;
export type ListKind = (typeof listKinds)[number];

export const mediaTypes = {
  csv: 'text/csv; charset=utf-8',
  xlsx: workbookType,
  pdf: 'application/pdf'
} satisfies Record<ListKind, string>;

/** The lists as one file of this kind, in the language spoken now. Text for spreadsheets holds only the first. */
export async function listsAs(kind: ListKind, lists: [List, ...List[]], head: PaperHead): Promise<Buffer> {
  if (kind === 'csv') return Buffer.from(asText(lists[0]));
  if (kind === 'pdf') return listsOnPaper(lists, head);
  const sheets = lists.map((list) => ({ name: list.title, rows: sheetOf(list) }));
  return workbook(sheets, { rightward: getTextDirection() === 'ltr' });
}

function asText({ columns, cells }: List): string {
  const read = columns.map(({ label }, place) => ({ label, of: (row: Cell[]) => row[place] }));
  return csv(read, cells);
}

function sheetOf({ columns, cells }: List): Cell[][] {
  // An amount travels as text, so that no digit is lost; a sheet is to sum it.
  const summed = (cell: Cell, place: number) =>
    columns[place]!.amount && cell !== null ? Number(cell) : cell;
  return [columns.map(({ label }) => label), ...cells.map((row) => row.map(summed))];
}
