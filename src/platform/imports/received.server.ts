/** Imports that have begun: their file, and where each of them stands. */
import { now } from '#platform/clock/index.ts';
import { can, permissions, type Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { openFile, storeFile, type OpenFile } from '#platform/files/index.server.ts';
import { newId } from '#platform/ids.ts';
import type { Habits, Language } from './cell.ts';
import { openLayout } from './examine.server.ts';
import { kindFor, kindsFor, type AnyKind } from './kinds.server.ts';
import type { Layout } from './layout.ts';
import { fileRefusals, type ImportRefusal } from './refusals.ts';

export type Upload = { id: string; kind: string; name: string; bytes: Buffer };

/** Takes in a file that can be read as a table. The same id again changes nothing. */
export async function receiveImport(
  tx: Tx,
  { id, kind: kindName, name, bytes }: Upload,
  person: Person
): Promise<ImportRefusal | null> {
  const kind = kindFor(person, kindName);
  if (!kind) return 'unknown-kind';
  if (bytes.length === 0) return 'no-file';
  if (await importsVisibleTo(tx, person).where('imports.id', '=', id).executeTakeFirst()) return null;
  const file = newId();
  const refusal = await storeFile(tx, { id: file, name, bytes, kind: 'spreadsheet' });
  if (refusal) return fileRefusals[refusal];
  const language = await languageOf(tx, person);
  const stored = (await openFile(tx, file))!;
  const layout = await openLayout(stored, kind, { language });
  if (typeof layout === 'string') return layout;
  await tx
    .insertInto('imports')
    .values({
      organisation_id: person.organisation.id,
      id,
      kind: kind.kind,
      open_to: [...permissions[kind.permission]],
      file_id: file,
      file_name: stored.name,
      language,
      received_by: person.id,
      received_at: now()
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await audit(tx, { action: 'import.received', thing: { kind: 'import', id } });
  return null;
}

/** The organisation's imports of the kinds this person may import, each with where it stands. */
export function importsVisibleTo(tx: Tx, person: Person) {
  const kinds = kindsFor(person).map(({ kind }) => kind);
  return tx
    .selectFrom('imports')
    .leftJoin('import_checks', (join) =>
      join
        .onRef('import_checks.organisation_id', '=', 'imports.organisation_id')
        .onRef('import_checks.import_id', '=', 'imports.id')
    )
    .leftJoin('import_runs', (join) =>
      join
        .onRef('import_runs.organisation_id', '=', 'imports.organisation_id')
        .onRef('import_runs.import_id', '=', 'imports.id')
    )
    .leftJoin('import_undos', (join) =>
      join
        .onRef('import_undos.organisation_id', '=', 'imports.organisation_id')
        .onRef('import_undos.import_id', '=', 'imports.id')
    )
    .leftJoin('people', 'people.id', 'imports.received_by')
    .where('imports.organisation_id', '=', person.organisation.id)
    .where('imports.kind', 'in', kinds.length > 0 ? kinds : [''])
    .select([
      'imports.id',
      'imports.kind',
      'imports.file_id',
      'imports.file_name',
      'imports.language',
      'imports.received_by',
      'imports.received_at',
      'people.name as received_by_name',
      'import_checks.mapping',
      'import_checks.day_first',
      'import_checks.rows_found',
      'import_checks.rows_ready',
      'import_checks.errors',
      'import_checks.duplicates',
      'import_checks.notes',
      'import_checks.preview',
      'import_checks.checked_at',
      'import_runs.asked_at',
      'import_runs.done',
      'import_runs.total',
      'import_runs.outcome',
      'import_runs.ended_at',
      'import_undos.at as undone_at'
    ]);
}

export type ImportStanding =
  'received' | 'checked' | 'applying' | 'applied' | 'refused' | 'failed' | 'undone';

/** Where an import stands; the rows about it say so together. */
export function standingOfImport(found: {
  checked_at: Date | null;
  asked_at: Date | null;
  outcome: string | null;
  undone_at: Date | null;
}): ImportStanding {
  if (found.undone_at) return 'undone';
  if (found.outcome) return found.outcome as ImportStanding;
  if (found.asked_at) return 'applying';
  return found.checked_at ? 'checked' : 'received';
}

export type OpenImport = {
  kind: AnyKind;
  layout: Layout;
  habits: Habits;
};

/** An import's own file, read again; null when there is no such import or its file is forgotten. */
export async function openImport(
  tx: Tx,
  id: string,
  { dayFirst, today }: { dayFirst: boolean; today: string },
  person: Person
): Promise<OpenImport | null> {
  const found = await importsVisibleTo(tx, person).where('imports.id', '=', id).executeTakeFirst();
  const kind = found && kindFor(person, found.kind);
  const file: OpenFile | null = kind ? await openFile(tx, found.file_id) : null;
  if (!found || !kind || !file || !can(person, kind.permission)) return null;
  const habits: Habits = { language: found.language as Language, dayFirst, today };
  const layout = await openLayout(file, kind, habits);
  if (typeof layout === 'string')
    throw new Error(`The import ${id} was readable when it was received, and is not now: ${layout}.`);
  return { kind, layout, habits };
}

async function languageOf(tx: Tx, person: Person): Promise<Language> {
  const { language } = await tx
    .selectFrom('organisations')
    .where('id', '=', person.organisation.id)
    .select('language')
    .executeTakeFirstOrThrow();
  return language as Language;
}
