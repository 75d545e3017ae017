/** Donors, and the people who see their grants. */
import { sql } from 'kysely';
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';
import type { NewGrant } from './grant.ts';

/** The donors this person may see: all of the organisation's, or for a donor their own. */
export function donorsVisibleTo(tx: Tx, person: Person) {
  return tx
    .selectFrom('donors')
    .where('donors.organisation_id', '=', person.organisation.id)
    .select(['donors.id', 'donors.name']);
}

/** The donor that a grant names, by id or by name; one of a new name is recorded. Null for an id that is nobody's here. */
export async function knownOrNewDonor(
  tx: Tx,
  donor: NewGrant['donor'],
  person: Person
): Promise<string | null> {
  const known = await donorsVisibleTo(tx, person)
    .$if('id' in donor, (query) => query.where('donors.id', '=', (donor as { id: string }).id))
    .$if('name' in donor, (query) =>
      query.where(sql`lower(donors.name)`, '=', (donor as { name: string }).name.toLowerCase())
    )
    .executeTakeFirst();
  if (known) return known.id;
  return 'name' in donor ? recordDonor(tx, donor.name, person) : null;
}

async function recordDonor(tx: Tx, name: string, person: Person): Promise<string> {
  const id = newId();
  await tx
    .insertInto('donors')
    .values({ organisation_id: person.organisation.id, id, name, recorded_at: now() })
    .execute();
  return id;
}

/** Lets a person with the role 'donor' see this donor's grants. A repeat changes nothing. */
export async function nameDonorMember(tx: Tx, donor: string, member: string, person: Person): Promise<void> {
  await tx
    .insertInto('donor_members')
    .values({
      organisation_id: person.organisation.id,
      id: newId(),
      donor_id: donor,
      person_id: member,
      since: now()
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await audit(tx, { action: 'donor-member.named', subject: member, thing: { kind: 'donor', id: donor } });
}

/** The people who see a donor's grants now, as far as the speaker may know. */
export function donorMembersOf(tx: Tx, donor: string) {
  return tx
    .selectFrom('donor_members')
    .innerJoin('people', 'people.id', 'donor_members.person_id')
    .where('donor_id', '=', donor)
    .where('until', 'is', null)
    .select(['people.id', 'people.name', 'since'])
    .orderBy('people.name')
    .execute();
}

/** The people with the role 'donor' here; naming one for a donor shows them that donor's grants. */
export function donorPeople(tx: Tx, person: Person) {
  return tx
    .selectFrom('memberships')
    .innerJoin('people', 'people.id', 'memberships.person_id')
    .where('memberships.organisation_id', '=', person.organisation.id)
    .where('memberships.role', '=', 'donor')
    .where('memberships.until', 'is', null)
    .select(['people.id', 'people.name'])
    .orderBy('people.name')
    .execute();
}

/** Ends what a person sees of a donor's grants, at once. */
export async function endDonorMember(tx: Tx, donor: string, member: string, person: Person): Promise<void> {
  await tx
    .updateTable('donor_members')
    .set({ until: now() })
    .where('organisation_id', '=', person.organisation.id)
    .where('donor_id', '=', donor)
    .where('person_id', '=', member)
    .where('until', 'is', null)
    .execute();
  await audit(tx, { action: 'donor-member.ended', subject: member, thing: { kind: 'donor', id: donor } });
}
