/**
 * Excel workbooks, read row by row from memory: the first sheet that holds anything, its saved values, never its formulas.
 * Nothing of a list of people is put into a file of its own on the way.
 */
import { partsOfArchive, type ArchivePart } from '#platform/archives/index.server.ts';
import { emptyCell, type Cell } from './cell.ts';
import { columnsMax, linesMax, type Sheet, type SheetRefusal, type SheetRow } from './sheet.ts';
import { openBook } from './workbook-book.server.ts';
import { cellOf, columnOf, type BookOfCells, type SavedCell } from './workbook-cell.ts';
import { BrokenXml, foundIn } from './xml.server.ts';

export async function readWorkbook(bytes: Buffer): Promise<Sheet | SheetRefusal> {
  const archive = await partsOfArchive(bytes);
  if (typeof archive === 'string') return archive;
  try {
    return await firstFilledSheet(archive);
  } catch (error) {
    if (error instanceof BrokenXml) return 'broken-file';
    throw error;
  }
}

async function firstFilledSheet(archive: ArchivePart[]): Promise<Sheet | SheetRefusal> {
  const { sheets, book } = await openBook(archive);
  for (const part of sheets) {
    const sheet = await readSheet(part, book);
    if (typeof sheet === 'string' || sheet.rows.length > 0) return sheet;
  }
  return 'empty-file';
}

async function readSheet(part: ArchivePart, book: BookOfCells): Promise<Sheet | SheetRefusal> {
  const rows: SheetRow[] = [];
  for await (const row of rowsOf(part, book)) {
    if (row.cells.length > columnsMax) return 'too-many-columns';
    if (rows.length >= linesMax) return 'too-many-rows';
    rows.push(row);
  }
  return { rows };
}

/** The rows that hold anything, each up to its last cell that does. */
function rowsOf(part: ArchivePart, book: BookOfCells): AsyncGenerator<SheetRow> {
  return foundIn<SheetRow>(part.pieces(), (found) => {
    let number = 0;
    let cells: Cell[] = [];
    let column = -1;
    let cell: SavedCell | null = null;
    let inValue = false;
    return {
      open: (name, { r, t = 'n', s = '0' }) => {
        if (name === 'row') {
          number = rowNumber(r) ?? number + 1;
          cells = [];
          column = -1;
        }
        if (name === 'c') {
          column = columnOf(r) ?? column + 1;
          cell = { type: t, value: '', style: Number(s), formula: false };
        }
        if (name === 'f' && cell) cell.formula = true;
        inValue = name === 'v' || name === 't';
      },
      text: (text) => {
        if (inValue && cell) cell.value += text;
      },
      close: (name) => {
        inValue = false;
        if (name === 'c' && cell) {
          put(cells, column, cellOf(cell, book));
          cell = null;
        }
        if (name === 'row' && cells.length > 0) found({ number, cells });
      }
    };
  });
}

/** A cell that only looks like something, by its colour say, makes no row longer. */
function put(cells: Cell[], column: number, cell: Cell): void {
  if (cell.text === '' && !cell.formula) return;
  while (cells.length < column) cells.push(emptyCell);
  cells[column] = cell;
}

function rowNumber(reference: string | undefined): number | null {
  const number = Number(reference);
  return Number.isSafeInteger(number) && number > 0 ? number : null;
}
