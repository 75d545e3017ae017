import { tellStory } from '#assembly/story/index.server.ts';
import { analyse } from '#platform/database/index.server.ts';
import { showChapter } from './chapter.ts';
import { rememberSeeker } from './demo-seeker.ts';
import type { Opened } from './open.ts';

/** Tells the story where there is none, with a progress bar. Returns whether it did. */
export async function tellIt({ database, addresses }: Opened, scale: number): Promise<boolean> {
  const seeker = await tellStory(database, { scale, progress: showChapter });
  if (!seeker) return false;
  rememberSeeker(seeker);
  await analyse(addresses);
  return true;
}
