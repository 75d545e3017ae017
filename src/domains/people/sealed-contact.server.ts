import { sql } from 'kysely';
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { reveal, seal } from '#platform/encryption/index.server.ts';
import { newId } from '#platform/ids.ts';
import {
  openMinutes,
  reasonCharactersMin,
  refusalToRead,
  type SealedContactRefusal
} from './sealed-contact.ts';

const column = 'sealed_contacts.contact';

/** The seeker leaves, or changes, how they may be reached in danger. */
export async function leaveContact(tx: Tx, contact: string, person: Person): Promise<void> {
  // A new row each time: a sealed text is bound to its row, and the old one is to be gone.
  await tx.deleteFrom('sealed_contacts').where('person_id', '=', person.id).execute();
  const id = newId();
  const sealed = await seal(tx, person.id, contact, { column, row: id });
  await tx
    .insertInto('sealed_contacts')
    .values({
      organisation_id: person.organisation.id,
      id,
      person_id: person.id,
      contact: sealed,
      set_at: now()
    })
    .execute();
  await audit(tx, {
    action: 'sealed-contact.left',
    subject: person.id,
    thing: { kind: 'sealed_contacts', id }
  });
}

/** The seeker takes it back; nothing of it stays. */
export async function takeContactBack(tx: Tx, person: Person): Promise<void> {
  await tx.deleteFrom('sealed_contacts').where('person_id', '=', person.id).execute();
  await audit(tx, { action: 'sealed-contact.taken-back', subject: person.id });
}

/** When the person left a contact, or null. It is not shown even to them: somebody may look over their shoulder. */
export async function contactLeftAt(tx: Tx, person: Person): Promise<Date | null> {
  const row = await tx
    .selectFrom('sealed_contacts')
    .select('set_at')
    .where('person_id', '=', person.id)
    .executeTakeFirst();
  return row?.set_at ?? null;
}

/** Whether a safeguarding lead could ask for this seeker's contact. */
export async function hasSealedContact(tx: Tx, seeker: string): Promise<boolean> {
  const { rows } = await sql<{ has: boolean }>`select has_sealed_contact(${seeker}) as has`.execute(tx);
  return rows[0]!.has;
}

export type ContactRequest = { id: string; seeker: string; reason: string; unsafeToTell?: string | null };

/** A safeguarding lead asks to open a contact. Null when done, also when asked before. */
export async function askToOpenContact(
  tx: Tx,
  request: ContactRequest,
  person: Person
): Promise<SealedContactRefusal | null> {
  const unsafeToTell = request.unsafeToTell?.trim() || null;
  const reasons = [request.reason.trim(), ...(unsafeToTell ? [unsafeToTell] : [])];
  if (reasons.some((reason) => reason.length < reasonCharactersMin)) return 'reason-too-short';
  if (!(await hasSealedContact(tx, request.seeker))) return 'no-contact';
  await tx
    .insertInto('sealed_contact_requests')
    .values({
      organisation_id: person.organisation.id,
      id: request.id,
      person_id: request.seeker,
      requested_by: person.id,
      requested_at: now(),
      reason: request.reason.trim(),
      unsafe_to_tell: unsafeToTell
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await auditStep(
    tx,
    'sealed-contact.asked-for',
    { id: request.id, seeker: request.seeker, unsafeToTell },
    request.reason
  );
  return null;
}

/** The second person agrees; for an hour from now the one who asked may read it. Null when done. */
export async function agreeToOpenContact(
  tx: Tx,
  request: string,
  person: Person
): Promise<SealedContactRefusal | null> {
  const asked = await contactRequestsVisibleTo(tx, person)
    .where('requests.id', '=', request)
    .executeTakeFirst();
  if (!asked) return 'no-contact';
  if (asked.requested_by === person.id || asked.person_id === person.id) return 'same-person';
  const at = now();
  await tx
    .insertInto('sealed_contact_approvals')
    .values({
      organisation_id: person.organisation.id,
      request_id: request,
      approved_by: person.id,
      approved_at: at,
      until: new Date(at.getTime() + openMinutes * 60_000)
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await auditStep(
    tx,
    'sealed-contact.agreed-to',
    { id: request, seeker: asked.person_id, unsafeToTell: asked.unsafe_to_tell },
    asked.reason
  );
  return null;
}

/** Reads the contact. The seeker sees that it was read, and why, unless telling them was found unsafe. */
export async function readContact(
  tx: Tx,
  request: string,
  person: Person
): Promise<{ contact: string } | SealedContactRefusal> {
  const asked = await contactRequestsVisibleTo(tx, person)
    .where('requests.id', '=', request)
    .executeTakeFirst();
  if (!asked) return 'no-contact';
  const opening = { requestedBy: asked.requested_by, approvedBy: asked.approved_by, until: asked.until };
  const refusal = refusalToRead(opening, person.id, now());
  if (refusal) return refusal;
  const row = await tx
    .selectFrom('sealed_contacts')
    .select(['id', 'contact'])
    .where('person_id', '=', asked.person_id)
    .executeTakeFirst();
  if (!row) return 'no-contact';
  const sealed = [{ text: row.contact, place: { column, row: row.id } as const }];
  const [contact] = await reveal(tx, asked.person_id, sealed, asked.reason, {
    tellSubject: asked.unsafe_to_tell === null
  });
  return contact === null || contact === undefined ? 'no-contact' : { contact };
}

/** Requests to open a contact that the person may see, the newest first. */
export function contactRequestsVisibleTo(tx: Tx, person: Person) {
  return tx
    .selectFrom('sealed_contact_requests as requests')
    .leftJoin('sealed_contact_approvals as approvals', 'approvals.request_id', 'requests.id')
    .leftJoin('people as asker', 'asker.id', 'requests.requested_by')
    .leftJoin('people as seeker', 'seeker.id', 'requests.person_id')
    .where('requests.organisation_id', '=', person.organisation.id)
    .select([
      'requests.id',
      'requests.person_id',
      'requests.requested_by',
      'requests.requested_at',
      'requests.reason',
      'requests.unsafe_to_tell',
      'approvals.approved_by',
      'approvals.approved_at',
      'approvals.until',
      'asker.name as asker_name',
      'seeker.name as seeker_name'
    ])
    .orderBy('requests.requested_at', 'desc');
}

type Step = { id: string; seeker: string; unsafeToTell: string | null };

// An entry without a subject is kept like any other, but is not shown to the person it is about.
async function auditStep(
  tx: Tx,
  action: 'sealed-contact.asked-for' | 'sealed-contact.agreed-to',
  { id, seeker, unsafeToTell }: Step,
  reason: string
): Promise<void> {
  await audit(tx, {
    action,
    subject: unsafeToTell ? null : seeker,
    thing: { kind: 'sealed_contact_requests', id },
    reason
  });
}
