import { sql } from 'kysely';
import type { Tx } from '#platform/database/index.server.ts';

/** Which of these people an open concern is about. The gate asks it for supporters: nobody new is matched meanwhile. */
export async function openIncident(tx: Tx, people: string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`select with_open_concern(${people}::uuid[]) as id`.execute(tx);
  return new Set(rows.map(({ id }) => id));
}
