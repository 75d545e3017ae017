import { sql } from 'kysely';
import * as v from 'valibot';
import { can, type Permission, type Person } from '#platform/access/index.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { m } from '#messages';
import type { FieldAnswer, FieldCommand } from './field-command.ts';
import { sealSetAside, takeByLease } from './set-aside.server.ts';

/** A line of what a command says. */
export type Told = { label: string; value: string };

/** What a room does with one kind of command. */
export type FieldKind<Payload = unknown> = {
  kind: string;
  /** Whoever may send it; without it, what they send is set aside. */
  permission: Permission;
  payload: v.GenericSchema<unknown, Payload>;
  /** What such a thing is called. */
  title: () => string;
  /** Does it, by the room's own action and with the command's id. Gives the words of a refusal, or null. */
  run: (
    tx: Tx,
    command: { id: string; madeAt: Date; payload: Payload },
    person: Person
  ) => Promise<string | null>;
} & (
  | {
      /** What it says, for the colleague who enters by hand what was set aside. */
      inWords: (tx: Tx, payload: Payload) => Promise<Told[]>;
      anonymous?: never;
    }
  | {
      /** Nobody's: once its maker's rights have ended it is not kept for a colleague to look at, but thrown away. */
      anonymous: true;
      inWords?: never;
    }
);

const kinds = new Map<string, FieldKind>();

/** Names a kind of command that a device may send. Returns how to take it back. */
export function defineFieldKind<Payload>(kind: FieldKind<Payload>): () => void {
  kinds.set(kind.kind, kind as FieldKind);
  return () => void kinds.delete(kind.kind);
}

export const titleOfKind = (kind: string): string => kinds.get(kind)?.title() ?? kind;

/** What a command that was set aside says, in words; as it was sent where this version does not know what it is. */
export async function toldOf(tx: Tx, said: { kind: string; payload: unknown }): Promise<Told[] | string> {
  const kind = kinds.get(said.kind);
  const payload = kind && v.safeParse(kind.payload, said.payload);
  if (!kind?.inWords || !payload?.success) return JSON.stringify(said.payload, null, 2);
  return kind.inWords(tx, payload.output);
}

/**
 * Does what a device sent, once: the same command again gets the same answer. The caller has read the shape; what is in the
 * payload is read here.
 */
export async function receive(tx: Tx, command: FieldCommand, person: Person): Promise<FieldAnswer> {
  // Somebody else signed in on this device; it keeps the command until its maker is back.
  if (command.person !== person.id) return { outcome: 'sign-in' };
  await sql`select pg_advisory_xact_lock(hashtextextended(${command.id}, 0))`.execute(tx);
  return (await answeredBefore(tx, command)) ?? (await carryOut(tx, command, person));
}

async function carryOut(tx: Tx, command: FieldCommand, person: Person): Promise<FieldAnswer> {
  const kind = kinds.get(command.kind);
  if (kind && !can(person, kind.permission)) {
    await keep(tx, command, person, { outcome: 'set-aside' });
    if (!kind.anonymous) await sealSetAside(tx, command);
    return { outcome: 'set-aside' };
  }
  const words = kind ? await tried(tx, kind, command, person) : m.offline_refusal_unknown_kind();
  if (words !== null) return { outcome: 'refused', words };
  await keep(tx, command, person, { outcome: 'done' });
  return { outcome: 'done' };
}

async function tried(tx: Tx, kind: FieldKind, command: FieldCommand, person: Person): Promise<string | null> {
  const payload = v.safeParse(kind.payload, command.payload);
  if (!payload.success) return m.offline_refusal_malformed();
  return kind.run(tx, { id: command.id, madeAt: notLater(command.madeAt), payload: payload.output }, person);
}

/** The same for somebody who has left, and hands in by their device's lease; the transaction speaks for its bearer. */
export async function receiveByLease(tx: Tx, command: FieldCommand): Promise<FieldAnswer> {
  return takeByLease(tx, command, kinds.get(command.kind)?.anonymous ?? false);
}

// A device's clock may be ahead; nothing was made in the future.
function notLater(madeAt: string): Date {
  return new Date(Math.min(Date.parse(madeAt), now().getTime()));
}

async function answeredBefore(tx: Tx, command: FieldCommand): Promise<FieldAnswer | null> {
  const row = await tx
    .selectFrom('field_commands')
    .where('id', '=', command.id)
    .where('person_id', '=', command.person)
    .select('outcome')
    .executeTakeFirst();
  return row ? { outcome: row.outcome as 'done' | 'set-aside' } : null;
}

async function keep(
  tx: Tx,
  command: FieldCommand,
  person: Person,
  { outcome }: { outcome: 'done' | 'set-aside' }
) {
  await tx
    .insertInto('field_commands')
    .values({
      organisation_id: person.organisation.id,
      id: command.id,
      person_id: person.id,
      kind: command.kind,
      made_at: command.madeAt,
      received_at: now(),
      outcome
    })
    .execute();
}
