/** What a seeker is told, in their own copy, of the worries about them: that there were some, and their own words. */
import { sql } from 'kysely';
import type { Person } from '#platform/access/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { wordsOf } from './words.server.ts';

type AboutMe = {
  id: string;
  raised_at: Date;
  closed_at: Date | null;
  by_myself: boolean;
  answered_at: Date | null;
};

/** What others said about them may put somebody in danger; it is theirs who said it, and not in this copy. */
export async function aboutMe(tx: Tx, person: Person) {
  const { rows } = await sql<AboutMe>`select * from concerns_about_me()`.execute(tx);
  const concerns = [];
  for (const { id, ...concern } of rows) {
    const words = concern.by_myself ? await wordsOf(tx, id, person, 'own copy') : null;
    concerns.push({ ...concern, said: words?.said ?? null });
  }
  return { concerns };
}
