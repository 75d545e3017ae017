import { existsSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { assemble } from '#assembly/index.server.ts';
import { eraseMyself } from '#domains/people/index.server.ts';
import { actingAs } from '#platform/access/index.server.ts';
import { firstBrokenLink } from '#platform/audit/index.server.ts';
import { restore } from '#platform/backup/index.server.ts';
import { speakAs, type Database } from '#platform/database/index.server.ts';
import { erasuresIn } from '#platform/encryption/index.server.ts';
import { removeSignIn } from '#platform/identity/index.server.ts';
import { organisations } from '#platform/jobs/index.server.ts';
import { createQueues } from '#platform/jobs/schema.server.ts';
import { settings } from '#platform/settings/index.server.ts';
import { showChapter } from './chapter.ts';
import { say, withAddresses, withDatabase } from './open.ts';

export const restoreVerb = () =>
  new Command('restore')
    .description('Restores a backup into an empty data folder or database: all of it, or nothing.')
    .argument('<folder>', 'a folder that `backup` wrote')
    .option('--erasures <file>', 'the erasure ledger, when it is not in the data folder')
    .option('--json', 'print one JSON object')
    .action(async (folder: string, { erasures, json }) => {
      refuseWithoutKey();
      if (erasures && !existsSync(erasures)) throw new Error(`There is no erasure ledger at ${erasures}.`);
      assemble();
      const manifest = await withAddresses(
        (addresses) => restore(addresses, settings(), path.resolve(folder), showChapter, createQueues),
        { sole: true }
      );
      const erased = await withDatabase(({ database }) => eraseAgain(database, erasuresIn(erasures)), {
        sole: true
      });
      const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
      say(
        json,
        {
          rows,
          tables: manifest.tables.length,
          files: manifest.files.length,
          takenAt: manifest.takenAt,
          erasedAgain: erased
        },
        [
          `Restored ${rows} rows of ${manifest.tables.length} tables and ${manifest.files.length} files, each table as it was on ${manifest.takenAt}.`,
          `Erased again, because they asked after that day: ${erased} people. Every chain of the audit is whole.`
        ].join('\n')
      );
    });

// Reading the key makes one where there is none; here that would seal nothing and open nothing.
function refuseWithoutKey(): void {
  const { masterKeyFile } = settings();
  if (!existsSync(masterKeyFile))
    throw new Error(`Put the master key that belongs to this backup at ${masterKeyFile} first.`);
}

/** Erases everybody of the ledger whose key the backup brought back; then checks every audit chain. Returns how many. */
export async function eraseAgain(database: Database, people: string[]): Promise<number> {
  let erased = 0;
  for (const id of people) if (await eraseOne(database, id)) erased++;
  for (const organisation of await organisations(database)) {
    const broken = await speakAs(database, { organisation, system: true }, (tx) =>
      firstBrokenLink(tx, organisation)
    );
    if (broken)
      throw new Error(
        `The audit of organisation ${organisation} is broken at entry ${broken.sequence}: ${broken.why}.`
      );
  }
  return erased;
}

async function eraseOne(database: Database, id: string): Promise<boolean> {
  const person = await speakAs(database, { visitor: true }, (tx) =>
    actingAs(tx, { id, name: '' }, undefined)
  );
  if (!person) return false;
  const erased = await speakAs(database, { person: id, organisation: person.organisation.id }, async (tx) => {
    const key = await tx
      .selectFrom('person_keys')
      .select('destroyed_at')
      .where('person_id', '=', id)
      .executeTakeFirst();
    if (key?.destroyed_at) return false;
    await eraseMyself(tx, person);
    return true;
  });
  if (erased) await removeSignIn(id);
  return erased;
}
