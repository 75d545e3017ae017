import { sql } from 'kysely';
import type { Person } from '#platform/access/index.ts';
import type { Tx } from '#platform/database/index.server.ts';

/**
 * Lets the transaction see, for a moment, what the organisation sees, and then speak for the person again. The gate must
 * say the same whoever asks: a seeker may not read certificates or supervision, and what they cannot
 * see would count as missing. Only reasons leave this room, never what they rest on.
 */
export async function asTheOrganisation<T>(tx: Tx, person: Person, look: () => Promise<T>): Promise<T> {
  const speakAgain = () => sql`select begin_as_person(${person.id}, ${person.organisation.id})`.execute(tx);
  await sql`select begin_as_system(${person.organisation.id})`.execute(tx);
  try {
    const seen = await look();
    await speakAgain();
    return seen;
  } catch (error) {
    // After a database error nothing more can be said in this transaction; then it speaks for nobody any more.
    await speakAgain().catch(() => undefined);
    throw error;
  }
}
