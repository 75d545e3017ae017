/**
 * One request, one transaction. Each opener takes the plain role `trellis_app` and says who is asking, for
 * this transaction only, so row-level security holds for every query, also behind pgBouncer.
 */
import { sql, type Transaction } from 'kysely';
import type { Database } from './connect.server.ts';
import type { DB } from './schema.ts';

export type Tx = Transaction<DB>;

/** Who a transaction speaks for. The database itself looks up the person's roles: a caller cannot claim one. */
export type Speaker =
  | { person: string; organisation: string }
  | { organisation: string; system: true }
  | { visitor: true; organisation?: string; token?: string };

/** Runs `work` as that speaker; commits when it returns, rolls back when it throws. */
export function speakAs<T>(database: Database, speaker: Speaker, work: (tx: Tx) => Promise<T>): Promise<T> {
  return database.transaction().execute(async (tx) => {
    await takeRole(tx, speaker);
    return work(tx);
  });
}

/** The person's roles in the organisation now, from the transaction's own settings. */
export async function rolesIn(tx: Tx): Promise<string[]> {
  const { rows } = await sql<{ roles: string }>`select current_setting('trellis.roles', true) as roles`.execute(tx);
  return rows[0]?.roles ? rows[0].roles.split(',') : [];
}

async function takeRole(tx: Tx, speaker: Speaker): Promise<void> {
  await sql`set local role trellis_app`.execute(tx);
  if ('person' in speaker) {
    await sql`select begin_as_person(${speaker.person}, ${speaker.organisation})`.execute(tx);
  } else if ('system' in speaker) {
    await sql`select begin_as_system(${speaker.organisation})`.execute(tx);
  } else {
    await sql`select begin_as_visitor(${speaker.organisation ?? null}, ${speaker.token ?? null})`.execute(tx);
  }
}
