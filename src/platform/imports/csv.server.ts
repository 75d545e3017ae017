/** Text files: commas, semicolons or tabs; UTF-8, UTF-16, or what older Windows programs wrote. */
import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import type { Language } from './cell.ts';
import { columnsMax, linesMax, type Sheet, type SheetRefusal } from './sheet.ts';

/** Reads a text table. A cell that begins with = is text here like any other; nothing is computed. */
export async function readCsv(bytes: Buffer, language: Language): Promise<Sheet | SheetRefusal> {
  const text = textOf(bytes, language);
  if (text === null) return 'not-text';
  const rows: Sheet['rows'] = [];
  try {
    for await (const { record, info } of records(text, delimiterOf(text))) {
      if (rows.length >= linesMax) return 'too-many-rows';
      if (record.length > columnsMax) return 'too-many-columns';
      rows.push({ number: info.records, cells: record.map((cell: string) => ({ text: asMeant(cell) })) });
    }
  } catch (error) {
    return (error as { code?: string }).code === 'CSV_MAX_RECORD_SIZE' ? 'cell-too-long' : 'broken-file';
  }
  return { rows };
}

// Lists that we let people download have an apostrophe before whatever a spreadsheet would take for a formula; one that
// comes back from there means what it said before.
const asMeant = (cell: string) => (/^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell);

/** The text in a file's bytes; null when it is not text at all. */
export function textOf(bytes: Buffer, language: Language): string | null {
  const text = decode(bytes, language);
  return text.includes('\u0000') ? null : text;
}

function decode(bytes: Buffer, language: Language): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Not UTF-8, so an older Windows program wrote it in the alphabet of its own language.
    return new TextDecoder(language === 'ar' ? 'windows-1256' : 'windows-1252').decode(bytes);
  }
}

type Delimiter = ',' | ';' | '\t';

/** The mark that splits the first lines most evenly, and into the most columns. */
function delimiterOf(text: string): Delimiter {
  const lines = text
    .slice(0, 64 * 1024)
    .split(/\r\n|\r|\n/)
    .slice(0, 30);
  const counts = (mark: Delimiter) =>
    lines.map((line) => line.replace(/"[^"]*"/g, '').split(mark).length).filter((count) => count > 1);
  const weigh = (mark: Delimiter) => {
    const found = counts(mark);
    const usual = found.toSorted((a, b) => a - b)[found.length >> 1] ?? 1;
    return found.filter((count) => count === usual).length * (usual - 1);
  };
  return ([',', ';', '\t'] as const).reduce((best, mark) => (weigh(mark) > weigh(best) ? mark : best));
}

const recordLengthMax = 4_000_000;

function records(
  text: string,
  delimiter: Delimiter
): AsyncIterable<{ record: string[]; info: { records: number } }> {
  return Readable.from(slices(text)).pipe(
    parse({
      delimiter,
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      max_record_size: recordLengthMax,
      record_delimiter: ['\r\n', '\n', '\r']
    })
  );
}

// Small pieces let other requests have their turn while a long file is read.
function* slices(text: string): Iterable<string> {
  const size = 64 * 1024;
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}
