/** Opens an uploaded file as a sheet, by what it is. */
import type { OpenFile } from '#platform/files/index.server.ts';
import type { Language } from './cell.ts';
import { readCsv } from './csv.server.ts';
import { readGeoJson } from './geojson.server.ts';
import type { Sheet, SheetRefusal } from './sheet.ts';
import { readWorkbook } from './workbook.server.ts';

export async function readSheet(
  { mediaType, bytes }: OpenFile,
  language: Language
): Promise<Sheet | SheetRefusal> {
  if (mediaType === 'text/csv') return readCsv(bytes, language);
  if (mediaType === 'application/geo+json') return readGeoJson(bytes, language);
  return readWorkbook(bytes);
}
