/** What came from devices whose people's rights had ended: neither done nor lost, until a colleague has looked. */
import { sql } from 'kysely';
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { openOurOwn, sealForOurselves } from '#platform/encryption/index.server.ts';
import { setAsideDaysMax, type FieldAnswer, type FieldCommand } from './field-command.ts';

const purpose = 'set-aside';

/** Keeps what a command said, beside its row. */
export async function sealSetAside(tx: Tx, command: FieldCommand): Promise<void> {
  await tx
    .insertInto('set_aside_commands')
    .values({
      organisation_id: sql<string>`current_organisation()`,
      command_id: command.id,
      content: sealed(command)
    })
    .execute();
}

/** Takes what a device hands in with its lease when nobody is signed in on it; what is nobody's is thrown away. */
export async function takeByLease(tx: Tx, command: FieldCommand, thrownAway: boolean): Promise<FieldAnswer> {
  const { rows } = await sql<{ person_id: string; still_here: boolean }>`select * from lease_shown()`.execute(
    tx
  );
  const lease = rows[0];
  if (!lease || lease.still_here || lease.person_id !== command.person) return { outcome: 'sign-in' };
  if (thrownAway) return { outcome: 'set-aside', forget: true };
  await sql`select hand_in(${command.id}, ${command.kind}, ${command.madeAt}, ${now()}, ${sealed(command)})`.execute(
    tx
  );
  return { outcome: 'set-aside', forget: true };
}

/** What waits to be looked at, oldest first. */
export async function setAsideVisibleTo(tx: Tx, person: Person) {
  return tx
    .selectFrom('field_commands as command')
    .innerJoin('set_aside_commands as kept', (join) =>
      join
        .onRef('kept.organisation_id', '=', 'command.organisation_id')
        .onRef('kept.command_id', '=', 'command.id')
    )
    .innerJoin('people', 'people.id', 'command.person_id')
    .where('command.organisation_id', '=', person.organisation.id)
    .where('command.outcome', '=', 'set-aside')
    .select(['command.id', 'command.kind', 'command.made_at', 'command.received_at', 'people.name'])
    .orderBy('command.received_at')
    .execute();
}

/** What it said, for whoever enters it by hand or discards it; read with an audit entry. Null when it is gone. */
export async function openSetAside(tx: Tx, id: string): Promise<SetAside | null> {
  const row = await tx
    .selectFrom('set_aside_commands')
    .where('command_id', '=', id)
    .select('content')
    .executeTakeFirst();
  if (!row) return null;
  await audit(tx, { action: 'set-aside-command.read', thing: { kind: 'field-command', id } });
  return JSON.parse(openOurOwn(row.content, purpose) ?? 'null');
}

/** As its maker's device sent it. */
export type SetAside = { kind: string; madeAt: string; payload: unknown };

export type SetAsideDecision = 'entered-by-hand' | 'discarded';

/** Says what became of it, and forgets what it said. The first decision stands. */
export async function settleSetAside(
  tx: Tx,
  { id, decision, reason }: { id: string; decision: SetAsideDecision; reason: string },
  person: Person
): Promise<void> {
  const settled = await tx
    .insertInto('set_aside_reviews')
    .values({
      organisation_id: person.organisation.id,
      command_id: id,
      reviewed_by: person.id,
      reviewed_at: now(),
      decision,
      reason
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('command_id')
    .executeTakeFirst();
  if (!settled) return;
  await tx.deleteFrom('set_aside_commands').where('command_id', '=', id).execute();
  await audit(tx, { action: 'set-aside-command.settled', thing: { kind: 'field-command', id }, reason });
}

/** Forgets what nobody looked at in time. */
export async function forgetOldSetAside(tx: Tx): Promise<void> {
  const before = new Date(now().getTime() - setAsideDaysMax * 24 * 60 * 60_000);
  await tx
    .deleteFrom('set_aside_commands')
    .where('command_id', 'in', (eb) =>
      eb.selectFrom('field_commands').where('received_at', '<', before).select('field_commands.id')
    )
    .execute();
}

function sealed({ kind, madeAt, payload }: FieldCommand): string {
  return sealForOurselves(JSON.stringify({ kind, madeAt, payload }), purpose);
}
