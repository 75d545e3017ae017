/** Taking a whole import back, unless something has since been built on it. */
import { sql } from 'kysely';
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import type { UndoRefusal } from './kind.ts';
import { kindFor } from './kinds.server.ts';
import { importsVisibleTo, standingOfImport } from './received.server.ts';
import { importRefusals, type ImportRefusal } from './refusals.ts';

/** Null when it was taken back, else why not. Nothing is half undone. */
export async function undoImport(tx: Tx, id: string, person: Person): Promise<UndoRefusal | null> {
  // Two who take it back at once do it once: the second waits, and finds it done.
  await sql`select pg_advisory_xact_lock(hashtextextended(${id}, 0))`.execute(tx);
  const found = await importsVisibleTo(tx, person).where('imports.id', '=', id).executeTakeFirst();
  const kind = found && kindFor(person, found.kind);
  if (!found || !kind) return refused('no-file');
  const standing = standingOfImport(found);
  if (standing === 'undone') return null;
  if (standing !== 'applied') return refused('not-applied');
  await sql`savepoint undo_import`.execute(tx);
  const refusal = await kind.undo(tx, id, person).catch(dependedOn);
  if (refusal) {
    await sql`rollback to savepoint undo_import`.execute(tx);
    return refusal;
  }
  await tx.deleteFrom('import_things').where('import_id', '=', id).execute();
  await tx
    .insertInto('import_undos')
    .values({ organisation_id: person.organisation.id, import_id: id, by_person: person.id, at: now() })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await audit(tx, { action: 'import.undone', thing: { kind: 'import', id } });
  return null;
}

/** What an import made of one kind of thing. */
export function madeBy(tx: Tx, importId: string, kind: string) {
  return tx
    .selectFrom('import_things')
    .where('import_id', '=', importId)
    .where('thing_kind', '=', kind)
    .select('thing_id as id');
}

/** What any import made of one kind of thing and was not taken back. */
export function madeByAnyImport(tx: Tx, kind: string) {
  return tx.selectFrom('import_things').where('thing_kind', '=', kind).select('thing_id as id');
}

// The database knows every record that points at an imported one, in rooms this one has never heard of.
const foreignKeyViolation = '23503';

function dependedOn(error: unknown): UndoRefusal {
  if ((error as { code?: string }).code === foreignKeyViolation) return refused('undo-depended-on');
  throw error;
}

function refused(refusal: ImportRefusal): UndoRefusal {
  return { why: importRefusals[refusal], which: [] };
}
