/** Excel workbooks, read as a stream: the first sheet that holds anything, its saved values, never its formulas. */
import { Readable } from 'node:stream';
import type ExcelJS from 'exceljs';
import { emptyCell, type Cell } from './cell.ts';
import { refusalOfArchive } from '#platform/archives/index.server.ts';
import { columnsMax, linesMax, type Sheet, type SheetRefusal } from './sheet.ts';

export async function readWorkbook(bytes: Buffer): Promise<Sheet | SheetRefusal> {
  const refusal = await refusalOfArchive(bytes);
  if (refusal) return refusal;
  try {
    return await firstFilledSheet(bytes);
  } catch {
    return 'broken-file';
  }
}

async function firstFilledSheet(bytes: Buffer): Promise<Sheet | SheetRefusal> {
  // Large, and seldom needed: loaded at the first workbook.
  const { default: ExcelJS } = await import('exceljs');
  const reader = new ExcelJS.stream.xlsx.WorkbookReader(Readable.from(pieces(bytes)), {
    worksheets: 'emit',
    sharedStrings: 'cache',
    styles: 'cache',
    hyperlinks: 'ignore',
    entries: 'ignore'
  });
  for await (const worksheet of moving(reader)) {
    const sheet = await readSheet(worksheet as unknown as AsyncIterable<ExcelJS.Row>);
    if (typeof sheet === 'string' || sheet.rows.length > 0) return sheet;
  }
  return 'empty-file';
}

async function readSheet(worksheet: AsyncIterable<ExcelJS.Row>): Promise<Sheet | SheetRefusal> {
  const rows: Sheet['rows'] = [];
  for await (const row of moving(worksheet)) {
    if (row.cellCount > columnsMax) return 'too-many-columns';
    if (!row.hasValues) continue;
    if (rows.length >= linesMax) return 'too-many-rows';
    const cells = Array.from({ length: row.cellCount }, (_, index) => cellOf(row.getCell(index + 1).value));
    rows.push({ number: row.number, cells });
  }
  return { rows };
}

// A damaged archive can leave the reader waiting for bytes that never come.
const stillMillisecondsMax = 60_000;

/** What a source gives, until it gives nothing for too long; then it throws. */
async function* moving<T>(source: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = source[Symbol.asyncIterator]();
  for (;;) {
    let timer: NodeJS.Timeout | undefined;
    const still = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('The workbook stands still.')), stillMillisecondsMax);
    });
    const next = await Promise.race([iterator.next(), still]).finally(() => clearTimeout(timer));
    if (next.done) return;
    yield next.value;
  }
}

function cellOf(value: ExcelJS.CellValue): Cell {
  if (value === null || value === undefined) return emptyCell;
  if (value instanceof Date) return dayCell(value);
  if (typeof value === 'number') return { text: String(value), number: value };
  if (typeof value !== 'object') return { text: String(value) };
  if ('formula' in value || 'sharedFormula' in value) {
    const result = 'result' in value ? value.result : undefined;
    return { ...cellOf(result as ExcelJS.CellValue), formula: true };
  }
  if ('richText' in value) return { text: value.richText.map(({ text }) => text ?? '').join('') };
  if ('text' in value) return { text: String(value.text) };
  return emptyCell;
}

// A workbook's day has no time zone; the reader hands it over as if it were in UTC.
function dayCell(at: Date): Cell {
  if (Number.isNaN(at.getTime())) return emptyCell;
  const text = at.toISOString();
  return { text: text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.slice(0, 16).replace('T', ' ') };
}

function* pieces(bytes: Buffer): Iterable<Buffer> {
  const size = 64 * 1024;
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
