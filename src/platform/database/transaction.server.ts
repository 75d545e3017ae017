/**
 * One request, one transaction. It took the plain role `trellis_app` as it began, and says who is asking, for this
 * transaction only, so row-level security holds for every query, also behind pgBouncer.
 */
import { sql, type Transaction } from 'kysely';
import { now } from '#platform/clock/index.ts';
import type { Database } from './connect.server.ts';
import type { DB } from './schema.ts';

export type Tx = Transaction<DB>;

/** Who a transaction speaks for. The database itself looks up a person's roles: a caller cannot claim one. */
export type Speaker =
  | { person: string; organisation: string }
  | { organisation: string; system: true }
  | { visitor: true; organisation?: string | null; token?: string | null };

/**
 * Runs `work` as that speaker; commits when it returns, rolls back when it throws. Who speaks may be found out
 * within the transaction, by a function that as yet can see nothing but what everybody may; it gives null when it
 * already let them speak.
 */
export function speakAs<T>(
  database: Database,
  speaker: Speaker | ((tx: Tx) => Promise<Speaker | null>),
  work: (tx: Tx) => Promise<T>
): Promise<T> {
  return database.transaction().execute(async (tx) => {
    const speaks = typeof speaker === 'function' ? await speaker(tx) : speaker;
    if (speaks) await speakOn(tx, speaks);
    return work(tx);
  });
}

/** Lets a job's transaction go on as somebody else: as the person who asked for its work, and back again. */
export async function speakOn(tx: Tx, speaker: Speaker): Promise<void> {
  const clock = tellClock();
  if ('person' in speaker) {
    await sql`select begin_as_person(${speaker.person}, ${speaker.organisation}), ${clock}`.execute(tx);
  } else if ('system' in speaker) {
    await sql`select begin_as_system(${speaker.organisation}), ${clock}`.execute(tx);
  } else {
    await sql`select begin_as_visitor(${speaker.organisation ?? null}, ${speaker.token ?? null}), ${clock}`.execute(
      tx
    );
  }
}

/** What ends on a day, or within an hour, ends by the program's clock in the database too; see `clock_now()`. */
export function tellClock() {
  return sql`set_config('trellis.now', ${now().toISOString()}, true)`;
}
