import { analyse, openPool, type Addresses, type Database } from '#platform/database/index.server.ts';
import { organisations } from '#platform/jobs/index.server.ts';
import { showChapter } from './chapter.ts';
import { rememberSeeker } from './demo-seeker.ts';
import type { Opened } from './open.ts';

/** Tells the story where there is none, with a progress bar. Returns whether it did. */
export async function tellIt({ database, addresses }: Opened, scale: number): Promise<boolean> {
  const { tellStory } = await import('#assembly/story/index.server.ts');
  const seeker = await tellStory(database, { scale, progress: showChapter });
  if (!seeker) return false;
  rememberSeeker(seeker);
  await analyse(addresses);
  return true;
}

/** The same where nothing else is open. The rooms are loaded only if there is something to tell. */
export async function tellOnce(addresses: Addresses, scale: number): Promise<void> {
  if (await isTold(openPool(addresses))) return;
  const { closeRooms, openRooms } = await import('#assembly/program.server.ts');
  await tellIt({ database: await openRooms(addresses), addresses }, scale).finally(closeRooms);
}

async function isTold(database: Database): Promise<boolean> {
  const known = await organisations(database).finally(() => database.destroy());
  return known.length > 0;
}
