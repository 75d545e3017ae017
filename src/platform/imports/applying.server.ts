/**
 * Writing the rows: all of them in one transaction, or none. Before it writes, every row is checked once more, because
 * the organisation's records may have changed since the person looked.
 */
import { sql } from 'kysely';
import { getLocale, type Locale } from '#languages';
import { can, type Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { dayIn, now } from '#platform/clock/index.ts';
import { speakOn, type Tx } from '#platform/database/index.server.ts';
import { forgetFile } from '#platform/files/index.server.ts';
import { defineJob, defineSweep, later, type Aside } from '#platform/jobs/index.server.ts';
import { inLanguage } from '#platform/languages/speak.server.ts';
import { log } from '#platform/log/index.server.ts';
import { keepProblems, type Preview } from './checking.server.ts';
import { errorsIn, examine } from './examine.server.ts';
import type { Made } from './kind.ts';
import type { Mapping } from './match.ts';
import { personFor } from './person.server.ts';
import { importsVisibleTo, openImport, standingOfImport } from './received.server.ts';
import type { ImportRefusal } from './refusals.ts';

type Outcome = 'applied' | 'refused' | 'failed';

/** Says that this import is wanted; a job applies it. Saying so twice applies it once. */
export async function askToApply(tx: Tx, id: string, person: Person): Promise<ImportRefusal | null> {
  const refusal = await startRun(tx, id, person);
  if (refusal) return refusal === 'already-asked' ? null : refusal;
  await later(tx, 'apply-import', { import: id, person: person.id, language: getLocale() });
  return null;
}

/** Applies an import here and now, in the caller's transaction: what the command line does. */
export async function applyHere(
  tx: Tx,
  id: string,
  person: Person,
  progress: (done: number, total: number) => void
): Promise<ImportRefusal | null> {
  const refusal = await startRun(tx, id, person);
  if (refusal) return refusal;
  const outcome = await applyRows(tx, id, person, async (done, total) => progress(done, total));
  await endRun(tx, id, outcome);
  return outcome === 'applied' ? null : 'has-errors';
}

async function startRun(tx: Tx, id: string, person: Person): Promise<ImportRefusal | null> {
  const found = await importsVisibleTo(tx, person).where('imports.id', '=', id).executeTakeFirst();
  if (!found) return 'no-file';
  const standing = standingOfImport(found);
  if (standing === 'received') return 'not-checked';
  if (standing !== 'checked') return 'already-asked';
  if (found.errors! > 0) return 'has-errors';
  if (found.rows_ready === 0) return 'nothing-to-import';
  const begun = await tx
    .insertInto('import_runs')
    .values({
      organisation_id: person.organisation.id,
      import_id: id,
      asked_by: person.id,
      asked_at: now(),
      total: found.rows_ready!
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('import_id')
    .executeTakeFirst();
  if (!begun) return 'already-asked';
  await audit(tx, { action: 'import.asked', thing: { kind: 'import', id } });
  return null;
}

type ApplyJob = { organisation: string; import: string; person: string; language: string };

// The job's transaction writes the rows as the person who asked, with the roles they have now. How far it is, and that
// it failed, must be seen while that transaction is open, or gone: those are said aside.
async function applyImportNow(
  tx: Tx,
  { organisation, import: id, person: personId, language }: ApplyJob,
  aside: Aside
): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${id}, 0))`.execute(tx);
  const run = await tx
    .selectFrom('import_runs')
    .where('import_id', '=', id)
    .select('outcome')
    .executeTakeFirst();
  if (!run || run.outcome !== null) return;
  const progress = (done: number, total: number) =>
    aside((other) =>
      other
        .updateTable('import_runs')
        .set({ done, total })
        .where('import_id', '=', id)
        .execute()
        .then(() => undefined)
    );
  try {
    await speakOn(tx, { person: personId, organisation });
    const person = await personFor(tx, personId, organisation);
    // Somebody who has left since may not write any more.
    const outcome = person
      ? await inLanguage(language as Locale, () => applyRows(tx, id, person, progress))
      : 'refused';
    // Deferred rules speak now, while there is still somebody to tell.
    await sql`set constraints all immediate`.execute(tx);
    await speakOn(tx, { organisation, system: true });
    await endRun(tx, id, outcome);
  } catch (error) {
    log.error({ error, import: id }, 'an import failed');
    await aside((other) => endRun(other, id, 'failed'));
    throw error;
  }
}

async function applyRows(
  tx: Tx,
  id: string,
  person: Person,
  progress: (done: number, total: number) => Promise<void>
): Promise<Outcome> {
  const found = await importsVisibleTo(tx, person).where('imports.id', '=', id).executeTakeFirst();
  const opened =
    found &&
    (await openImport(
      tx,
      id,
      { dayFirst: found.day_first ?? true, today: dayIn(person.organisation.timeZone) },
      person
    ));
  if (!opened || !can(person, opened.kind.permission)) return 'refused';
  const { kind, layout, habits } = opened;
  const { ready, problems } = await examine(tx, kind, layout, found.mapping as Mapping, habits, person);
  await keepProblems(tx, id, problems, person);
  if (errorsIn(problems) > 0) return 'refused';
  await kind.apply(tx, ready, {
    importId: id,
    person,
    made: (things) => rememberMade(tx, id, things, person),
    progress: (done) => progress(done, ready.length)
  });
  await progress(ready.length, ready.length);
  await audit(tx, { action: 'import.applied', thing: { kind: 'import', id } });
  // The rows are in their rooms now; the copy of them in the file is only a risk.
  await forgetFile(tx, found.file_id);
  return 'applied';
}

const nothingToPreview = JSON.stringify({ columns: [], rows: [] } satisfies Preview);

async function endRun(tx: Tx, id: string, outcome: Outcome): Promise<void> {
  await tx.updateTable('import_runs').set({ outcome, ended_at: now() }).where('import_id', '=', id).execute();
  await tx
    .updateTable('import_checks')
    .set({ preview: nothingToPreview })
    .where('import_id', '=', id)
    .execute();
}

const thingsAtOnce = 5_000;

async function rememberMade(tx: Tx, id: string, things: Made[], person: Person): Promise<void> {
  for (let at = 0; at < things.length; at += thingsAtOnce) {
    const rows = things.slice(at, at + thingsAtOnce).map(({ kind, id: thing }) => ({
      organisation_id: person.organisation.id,
      import_id: id,
      thing_kind: kind,
      thing_id: thing
    }));
    await tx.insertInto('import_things').values(rows).execute();
  }
}

// A file that nobody imported holds other people's lives for no purpose.
const daysKept = 7;

/** Forgets the files, and what was noted from them, of imports that were left lying or have ended otherwise. */
async function forgetOldFiles(tx: Tx): Promise<void> {
  const old = await tx
    .selectFrom('imports')
    .innerJoin('stored_files', (join) =>
      join
        .onRef('stored_files.organisation_id', '=', 'imports.organisation_id')
        .onRef('stored_files.id', '=', 'imports.file_id')
    )
    .where('received_at', '<', new Date(now().getTime() - daysKept * 24 * 60 * 60 * 1000))
    .select(['imports.id', 'imports.file_id'])
    .execute();
  for (const { id, file_id } of old) {
    await forgetFile(tx, file_id);
    await tx.deleteFrom('import_problems').where('import_id', '=', id).execute();
    await tx
      .updateTable('import_checks')
      .set({ preview: nothingToPreview })
      .where('import_id', '=', id)
      .execute();
  }
}

const anHour = 60 * 60;

export function assembleImports(): void {
  defineSweep('forget-import-files', anHour, forgetOldFiles);
  defineJob('apply-import', (tx, data, aside) => applyImportNow(tx, data as unknown as ApplyJob, aside));
}
