/** Why an import, as a whole, is refused, in words that say what to do. */
import { m } from '#messages';
import type { FileRefusal } from '#platform/files/kinds.ts';
import type { SheetRefusal } from './sheet.ts';

export type ImportRefusal =
  | SheetRefusal
  | 'file-empty'
  | 'file-too-large'
  | 'file-wrong-type'
  | 'file-wrong-ending'
  | 'unknown-kind'
  | 'no-file'
  | 'columns-missing'
  | 'not-checked'
  | 'has-errors'
  | 'nothing-to-import'
  | 'already-asked'
  | 'not-applied'
  | 'already-undone'
  | 'undo-depended-on';

export const importRefusals = {
  'broken-archive': m.imports_refusal_broken_file,
  'archive-too-large': m.imports_refusal_archive_too_large,
  'too-many-rows': m.imports_refusal_too_many_rows,
  'too-many-columns': m.imports_refusal_too_many_columns,
  'cell-too-long': m.imports_refusal_cell_too_long,
  'not-text': m.imports_refusal_wrong_type,
  'empty-file': m.imports_refusal_empty_file,
  'broken-file': m.imports_refusal_broken_file,
  'not-geojson': m.imports_refusal_not_geojson,
  'file-empty': m.imports_refusal_empty_file,
  'file-too-large': m.imports_refusal_file_too_large,
  'file-wrong-type': m.imports_refusal_wrong_type,
  'file-wrong-ending': m.imports_refusal_wrong_ending,
  'unknown-kind': m.imports_refusal_unknown_kind,
  'no-file': m.imports_refusal_no_file,
  'columns-missing': m.imports_refusal_columns_missing,
  'not-checked': m.imports_refusal_not_checked,
  'has-errors': m.imports_refusal_has_errors,
  'nothing-to-import': m.imports_refusal_nothing_to_import,
  'already-asked': m.imports_refusal_already_asked,
  'not-applied': m.imports_refusal_not_applied,
  'already-undone': m.imports_refusal_already_undone,
  'undo-depended-on': m.imports_refusal_undo_depended_on
} satisfies Record<ImportRefusal, () => string>;

export const fileRefusals = {
  empty: 'file-empty',
  'too-large': 'file-too-large',
  'wrong-type': 'file-wrong-type',
  'wrong-ending': 'file-wrong-ending'
} satisfies Record<FileRefusal, ImportRefusal>;
