/** What most verbs begin with: the database, migrated if it is ours to migrate, and closed again afterwards. */
import { migrate, reachDatabase, type Addresses, type Database } from '#platform/database/index.server.ts';
import { createQueues } from '#platform/jobs/schema.server.ts';
import { settings } from '#platform/settings/index.server.ts';
import { answerSignals } from './signals.ts';

export type Opened = { database: Database; addresses: Addresses };

/** Runs `work` on the migrated database of these settings. `sole` refuses when a server already owns the folder. */
export async function withDatabase<T>(
  work: (opened: Opened) => Promise<T>,
  { sole = false } = {}
): Promise<T> {
  return withMigrated(
    async (addresses) => {
      const { closeRooms, openRooms } = await import('#assembly/program.server.ts');
      try {
        return await work({ database: await openRooms(addresses), addresses });
      } finally {
        await closeRooms();
      }
    },
    { sole }
  );
}

/** Runs `work` on the migrated database, with no room opened yet. */
export function withMigrated<T>(
  work: (addresses: Addresses) => Promise<T>,
  place: { sole: boolean }
): Promise<T> {
  return withAddresses(async (addresses) => {
    await migrate(addresses, createQueues);
    return work(addresses);
  }, place);
}

/** Runs `work` on the database as it is. Whatever ends it, a signal too, an embedded server started for it is stopped. */
export async function withAddresses<T>(
  work: (addresses: Addresses) => Promise<T>,
  { sole }: { sole: boolean }
): Promise<T> {
  const reached = reachDatabase(settings(), { sole });
  // 130 is what a shell takes for "stopped by Ctrl-C". A server that is just being started is waited for, and stopped.
  const undo = answerSignals(
    () => void reached.then(({ release }) => release()).finally(() => process.exit(130))
  );
  const { addresses, release } = await reached;
  try {
    return await work(addresses);
  } finally {
    undo();
    await release();
  }
}

/** Prints one JSON object, or the plain words for people. */
export function say(json: boolean | undefined, object: object, words: string): void {
  console.log(json ? JSON.stringify(object) : words);
}
