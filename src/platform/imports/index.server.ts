/**
 * The importer: takes a spreadsheet through received → checked → applied, and back. It knows no room; each offers its
 * kinds with `offerImport`, and writes the rows by its own actions.
 */
export {
  kindFor,
  kindsFor,
  offerImport,
  rolesThatImport,
  type AnyKind,
  type ImportKind
} from './kinds.server.ts';
export {
  importsVisibleTo,
  receiveImport,
  standingOfImport,
  type ImportStanding,
  type Upload
} from './received.server.ts';
export {
  checkImport,
  columnChoices,
  problemsOf,
  type ColumnChoice,
  type Preview
} from './checking.server.ts';
export { applyHere, askToApply, assembleImports } from './applying.server.ts';
export { madeBy, madeByAnyImport, undoImport } from './undoing.server.ts';
export { personFor } from './person.server.ts';
export { markedFile, problemsCsv } from './problems.server.ts';
