/**
 * The record of who did or saw what. It is written in the same transaction as the act: when it cannot be
 * written, the act, or the reading, does not happen.
 */
import { sql } from 'kysely';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';

export type Entry = {
  /** `thing.verb`, such as `encounter.read`. */
  action: `${string}.${string}`;
  /** The person whose record it is; they can see this entry. */
  subject?: string | null;
  thing?: { kind: string; id: string };
  reason?: string;
  /**
   * The organisation that keeps the record, in whose chain this is entered; the speaker's own unless said. Another's is
   * accepted only where a room's policy opens that person's record to the speaker.
   */
  keptBy?: string;
};

/** Records an act of the transaction's own speaker. */
export async function audit(tx: Tx, ...entries: Entry[]): Promise<void> {
  if (entries.length === 0) return;
  await tx
    .insertInto('audit_entries')
    .values(
      entries.map(({ action, subject, thing, reason, keptBy }) => ({
        organisation_id: keptBy ?? sql<string>`current_organisation()`,
        id: newId(),
        at: now(),
        subject_id: subject ?? null,
        action,
        thing_kind: thing?.kind ?? null,
        thing_id: thing?.id ?? null,
        reason: reason ?? null
      }))
    )
    .execute();
}

/** Who looked at, or changed, this person's own record: what `/account` and a seeker's pages show. Newest first. */
export function auditOf(tx: Tx, person: string) {
  return tx
    .selectFrom('audit_entries')
    .leftJoin('people', 'people.id', 'audit_entries.actor_id')
    .where('subject_id', '=', person)
    .select([
      'audit_entries.id',
      'at',
      'action',
      'actor_id',
      'actor_roles',
      'people.name as actor_name',
      'thing_kind',
      'reason'
    ])
    .orderBy('at', 'desc');
}

/** Checks the organisation's chain. Returns null when whole, else where and why it first breaks. */
export async function firstBrokenLink(
  tx: Tx,
  organisation: string
): Promise<{ sequence: number; why: string } | null> {
  const { rows } = await sql<{
    sequence: number;
    why: string;
  }>`select * from first_broken_link(${organisation})`.execute(tx);
  return rows[0] ?? null;
}
