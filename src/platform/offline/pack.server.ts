/** What a device takes along into a valley without a signal: each room's part, and a lease to hold it under. */
import { createHash, randomBytes } from 'node:crypto';
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';
import { leaseDaysMax, leaseHours, type FieldPack, type FieldPart } from './field-command.ts';

/** Gathers a room's part for this person: plain JSON, small, and the same while nothing has changed. Null: nothing for them. */
export type GatherPart = (tx: Tx, person: Person) => Promise<unknown>;

/** Until when this person's work keeps them away from a signal, as far as the room knows. */
export type NeededUntil = (tx: Tx, person: Person) => Promise<Date | null>;

const gatherers = new Map<string, { gather: GatherPart; neededUntil?: NeededUntil }>();

/** Names a part of what devices take along, and perhaps how long it is needed. Returns how to take it back. */
export function defineFieldPart(name: string, gather: GatherPart, neededUntil?: NeededUntil): () => void {
  gatherers.set(name, { gather, neededUntil });
  return () => void gatherers.delete(name);
}

/** Packs for a device that has the parts with these hashes, and perhaps a lease already. */
export async function pack(
  tx: Tx,
  { have, leaseToken }: { have: string[]; leaseToken: string | null },
  person: Person
): Promise<FieldPack> {
  const parts: FieldPart[] = [];
  for (const [name, { gather }] of gatherers) {
    const data = await gather(tx, person);
    if (data === null) continue;
    const hash = createHash('sha256').update(JSON.stringify(data)).digest('base64url').slice(0, 22);
    parts.push(have.includes(hash) ? { name, hash } : { name, hash, data });
  }
  return {
    person: { id: person.id, name: person.name },
    organisation: { name: person.organisation.name, timeZone: person.organisation.timeZone },
    lease: await leaseFor(tx, leaseToken, person),
    parts
  };
}

async function leaseFor(tx: Tx, token: string | null, person: Person): Promise<FieldPack['lease']> {
  const until = await leaseEnd(tx, person);
  const renewed = token !== null && (await renew(tx, token, until, person));
  return { until: until.toISOString(), ...(!renewed && { token: await giveLease(tx, until, person) }) };
}

// Three days; or as long again after the end of what keeps somebody in a valley, within limits.
async function leaseEnd(tx: Tx, person: Person): Promise<Date> {
  const after = (at: Date, hours: number) => new Date(at.getTime() + hours * 60 * 60_000);
  let until = after(now(), leaseHours);
  for (const { neededUntil } of gatherers.values()) {
    const needed = await neededUntil?.(tx, person);
    if (needed && after(needed, leaseHours) > until) until = after(needed, leaseHours);
  }
  const latest = after(now(), leaseDaysMax * 24);
  return until < latest ? until : latest;
}

async function renew(tx: Tx, token: string, until: Date, person: Person): Promise<boolean> {
  const row = await tx
    .updateTable('device_leases')
    .set({ expires_at: until })
    .where('token_hash', '=', hashOf(token))
    .where('person_id', '=', person.id)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

async function giveLease(tx: Tx, until: Date, person: Person): Promise<string> {
  const token = randomBytes(24).toString('base64url');
  const id = newId();
  await tx
    .insertInto('device_leases')
    .values({
      organisation_id: person.organisation.id,
      id,
      person_id: person.id,
      token_hash: hashOf(token),
      given_at: now(),
      expires_at: until
    })
    .execute();
  await audit(tx, { action: 'device-lease.given', subject: person.id, thing: { kind: 'device-lease', id } });
  return token;
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
