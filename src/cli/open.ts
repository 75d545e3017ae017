/** What most verbs begin with: the database, migrated if it is ours to migrate, and closed again afterwards. */
import { assemble } from '#assembly/index.server.ts';
import {
  migrate,
  openPool,
  reachDatabase,
  type Addresses,
  type Database
} from '#platform/database/index.server.ts';
import { closeIdentity, openIdentity } from '#platform/identity/index.server.ts';
import { closeQueue, createQueues, openQueue } from '#platform/jobs/index.server.ts';
import { settings } from '#platform/settings/index.server.ts';

export type Opened = { database: Database; addresses: Addresses };

/** Runs `work` on the migrated database of these settings. `sole` refuses when a server already owns the folder. */
export async function withDatabase<T>(
  work: (opened: Opened) => Promise<T>,
  { sole = false } = {}
): Promise<T> {
  assemble();
  const { addresses, release } = await reachDatabase(settings(), { sole });
  const database = openPool(addresses);
  try {
    await migrate(addresses, createQueues);
    await openQueue(addresses);
    openIdentity(addresses);
    return await work({ database, addresses });
  } finally {
    await closeQueue();
    await closeIdentity();
    await database.destroy();
    await release();
  }
}

/** Prints one JSON object, or the plain words for people. */
export function say(json: boolean | undefined, object: object, words: string): void {
  console.log(json ? JSON.stringify(object) : words);
}
