import { sql, type Selectable } from 'kysely';
import type { DB } from './schema.ts';
import type { Tx } from './transaction.server.ts';

/** When a version was set and by whom, and what was said for it. */
export type VersionSet = { from: string; source: string; reason: string; setAt: Date; by: string | null };

/** The tables whose rows are versions of what an organisation goes by, each in effect from a day on. */
type Versioned = {
  [T in keyof DB]: DB[T] extends { set_by: unknown; set_at: unknown; source: unknown; reason: unknown }
    ? T
    : never;
}[keyof DB];

/**
 * What holds on a day: the newest version in effect by then, of those set for that day the last; null where none was set.
 *
 * @param days the column that says from which day on a version holds
 * @param organisation whose, where the speaker can see more than one's
 */
export async function versionOn<T extends Versioned>(
  tx: Tx,
  table: T,
  days: keyof DB[T] & string,
  day: string,
  organisation?: string
): Promise<Selectable<DB[T]> | null> {
  const theirs = organisation === undefined ? sql`` : sql`and organisation_id = ${organisation}`;
  const { rows } = await sql<Selectable<DB[T]>>`
    select * from ${sql.table(table)} where ${sql.ref(days)} <= ${day} ${theirs}
    order by ${sql.ref(days)} desc, set_at desc limit 1`.execute(tx);
  return rows[0] ?? null;
}

/**
 * Every version that an organisation has set, the newest first, what is still to come included.
 *
 * @param days the column that says from which day on a version holds
 * @param figures reads what the version says from its row
 */
export async function versionsSet<T extends Versioned, Figures>(
  tx: Tx,
  table: T,
  days: keyof DB[T] & string,
  figures: (row: Selectable<DB[T]>) => Figures,
  organisation: string
): Promise<(VersionSet & { figures: Figures })[]> {
  const { rows } = await sql<Selectable<DB[T]> & VersionSet>`
    select versions.*, ${sql.ref(days)} as "from", set_at as "setAt", people.name as "by"
    from ${sql.table(table)} versions left join people on people.id = versions.set_by
    where organisation_id = ${organisation}
    order by "from" desc, set_at desc`.execute(tx);
  return rows.map((row) => {
    const { from, source, reason, setAt, by } = row;
    return { figures: figures(row), from, source, reason, setAt, by };
  });
}
