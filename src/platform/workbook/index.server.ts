/** Tables as an XLSX file. */
import type ExcelJS from 'exceljs';

export type Cell = string | number | null;
/** The first row is the header. */
export type Sheet = { name: string; rows: Cell[][] };

export const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** A file with these sheets, in their order. `rightward` is false for a language that is read from the right. */
export async function workbook(sheets: Sheet[], { rightward = true } = {}): Promise<Buffer> {
  // Large, and seldom needed: loaded at the first workbook.
  const { default: ExcelJS } = await import('exceljs');
  const book = new ExcelJS.Workbook();
  for (const sheet of sheets) addSheet(book, sheet, rightward);
  return Buffer.from(await book.xlsx.writeBuffer());
}

function addSheet(book: ExcelJS.Workbook, { name, rows }: Sheet, rightward: boolean): void {
  // Excel forbids some letters in a sheet's name, and more than 31.
  const sheet = book.addWorksheet(name.replace(/[\\/*?:[\]]/g, ' ').slice(0, 31), {
    views: [{ rightToLeft: !rightward }]
  });
  for (const row of rows) sheet.addRow(row.map(neutral));
  sheet.getRow(1).font = { bold: true };
  sheet.columns.forEach((column) => (column.width = 24));
}

/** exceljs writes a text as a text, but whoever saves the sheet as CSV would make a formula of it again. */
const neutral = (cell: Cell): Cell =>
  typeof cell === 'string' && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
