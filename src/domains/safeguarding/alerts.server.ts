import { sql } from 'kysely';
import { m } from '#messages';
import { can, type Person } from '#platform/access/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { formatTime } from '#platform/languages/format.ts';

/** What the live bar on every staff page shows: concerns the speaker was called to that nobody has acknowledged yet. */
export async function alertsFor(tx: Tx): Promise<{ id: string; respond_by: Date }[]> {
  const { rows } = await sql<{ id: string; respond_by: Date }>`select * from concerns_calling()`.execute(tx);
  return rows;
}

/** The bar's one line, or null while nobody calls. It names nobody: the screen may be shared. */
export async function alertLineFor(tx: Tx, person: Person): Promise<string | null> {
  if (!can(person, 'concerns.respond')) return null;
  const [first] = await alertsFor(tx);
  return first
    ? m.safeguarding_alert_line({ time: formatTime(first.respond_by, person.organisation.timeZone) })
    : null;
}
