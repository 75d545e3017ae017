/** Lists as CSV files that people open in a spreadsheet program. */
import { stringify } from 'csv-stringify/sync';

/** `amount` where the cells are amounts of money, as the database writes them. */
export type Column<Row> = {
  label: string;
  of: (row: Row) => string | number | null | undefined;
  amount?: boolean;
};

/** The file's text, with a byte-order mark so that every script is read rightly. No cell can become a formula. */
export function csv<Row>(columns: Column<Row>[], rows: Row[]): string {
  const lines = rows.map((row) => columns.map(({ of }) => inert(of(row) ?? '')));
  return stringify([columns.map(({ label }) => label), ...lines], { bom: true, record_delimiter: '\r\n' });
}

// A spreadsheet program runs what begins like a formula. A plain negative amount is no formula, and is still to be summed.
function inert(cell: string | number): string | number {
  return typeof cell === 'string' && /^\s*[=+\-@\t\r]/.test(cell) && !/^-\d+(\.\d+)?$/.test(cell)
    ? `'${cell}`
    : cell;
}
