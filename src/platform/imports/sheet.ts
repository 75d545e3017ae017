/** What was found in a file: rows of cells, and the words for why a file cannot be read. */
import type { Cell } from './cell.ts';

/** A row as the file numbers it, counting from 1, so that people find it in their own spreadsheet. */
export type SheetRow = { number: number; cells: Cell[] };

export type SheetRefusal =
  | 'broken-archive'
  | 'archive-too-large'
  | 'too-many-rows'
  | 'too-many-columns'
  | 'cell-too-long'
  | 'not-text'
  | 'empty-file'
  | 'broken-file'
  | 'not-geojson';

export type Sheet = { rows: SheetRow[] };

export const rowsMax = 100_000;
// The few lines that may stand above a table's header do not count as rows.
export const linesMax = rowsMax + 10;
export const columnsMax = 200;
// What a spreadsheet program itself can hold in a cell; only a boundary may be longer.
export const cellLengthMax = 32_767;
export const boundaryLengthMax = 2_000_000;
