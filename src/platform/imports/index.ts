/** The importer's pure door: how cells are read, and the words for what cannot be. */
export type { Cell, Habits, Language, Reading } from './cell.ts';
export { type DayRefusal } from './day.ts';
export { type NumberRefusal } from './number.ts';
export { type NameRefusal } from './name.ts';
export { plainDigits } from './digits.ts';
export { readCount, readDay, readEmail, readName, readNumber, readOneOf, readText } from './readings.ts';
export { boundaryLengthMax } from './sheet.ts';
export { importRefusals, type ImportRefusal } from './refusals.ts';
export type { ApplyContext, Column, Columns, Made, NumberedRow, Problem, UndoRefusal } from './kind.ts';
export type { Mapping } from './match.ts';
