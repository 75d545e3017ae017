import { sql } from 'kysely';
import type { Organisation, Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { dayIn, now, type Day } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';
import { isVerified, type CrisisContact } from './crisis-contact.ts';
import { policyOn } from './policy.server.ts';

/** The numbers to show everybody, visitors too: only those checked lately enough. */
export async function crisisContactsFor(
  tx: Tx,
  organisation: Pick<Organisation, 'id' | 'timeZone'>
): Promise<CrisisContact[]> {
  const today = dayIn(organisation.timeZone);
  const { crisisContactDays } = await policyOn(tx, today);
  const contacts = await crisisContacts(tx, organisation).execute();
  return contacts
    .filter(({ verified_on }) => isVerified(verified_on, today, crisisContactDays))
    .map(({ id, name, country, phone, sms, hours }) => ({ id, name, country, phone, sms, hours }));
}

/** Every number the organisation keeps, with when it was last checked. */
export function crisisContacts(tx: Tx, organisation: Pick<Organisation, 'id'>) {
  return tx
    .selectFrom('crisis_contacts as contact')
    .where('contact.organisation_id', '=', organisation.id)
    .where('withdrawn_at', 'is', null)
    .select((eb) => [
      'contact.id',
      'contact.name',
      'contact.country',
      'contact.phone',
      'contact.sms',
      'contact.hours',
      eb
        .selectFrom('crisis_contact_verifications as verification')
        .whereRef('verification.organisation_id', '=', 'contact.organisation_id')
        .whereRef('verification.contact_id', '=', 'contact.id')
        .select(sql<Day | null>`max(verified_on)`.as('verified_on'))
        .as('verified_on')
    ])
    .orderBy('country')
    .orderBy('name');
}

/** Adds a number. It is shown only after somebody has verified it. */
export async function addCrisisContact(
  tx: Tx,
  { id, name, country, phone, sms, hours }: CrisisContact,
  person: Person
): Promise<void> {
  await tx
    .insertInto('crisis_contacts')
    .values({
      organisation_id: person.organisation.id,
      id,
      name,
      country,
      phone,
      sms,
      hours,
      added_by: person.id,
      added_at: now()
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await audit(tx, { action: 'crisis-contact.added', thing: { kind: 'crisis_contacts', id } });
}

/** Records that somebody called the number today and it answered. */
export async function verifyCrisisContact(
  tx: Tx,
  contact: string,
  person: Person
): Promise<'no-such-contact' | null> {
  const known = await crisisContacts(tx, person.organisation)
    .where('contact.id', '=', contact)
    .executeTakeFirst();
  if (!known) return 'no-such-contact';
  await tx
    .insertInto('crisis_contact_verifications')
    .values({
      organisation_id: person.organisation.id,
      id: newId(),
      contact_id: contact,
      verified_on: dayIn(person.organisation.timeZone),
      verified_by: person.id
    })
    .execute();
  await audit(tx, { action: 'crisis-contact.verified', thing: { kind: 'crisis_contacts', id: contact } });
  return null;
}

export async function withdrawCrisisContact(tx: Tx, contact: string): Promise<void> {
  await tx
    .updateTable('crisis_contacts')
    .set({ withdrawn_at: now() })
    .where('id', '=', contact)
    .where('withdrawn_at', 'is', null)
    .execute();
  await audit(tx, { action: 'crisis-contact.withdrawn', thing: { kind: 'crisis_contacts', id: contact } });
}
