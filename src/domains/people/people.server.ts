import { sql } from 'kysely';
import { can, roles, type Person, type Role } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import type { RoleRefusal } from './people.ts';

/** Everybody the person may see in their organisation, each with the roles they have there now. */
export function peopleVisibleTo(tx: Tx, person: Person) {
  return tx
    .selectFrom('people')
    .innerJoin('memberships', 'memberships.person_id', 'people.id')
    .where('memberships.organisation_id', '=', person.organisation.id)
    .where('memberships.until', 'is', null)
    .groupBy(['people.id', 'people.name', 'people.kind', 'people.language'])
    .select([
      'people.id',
      'people.name',
      'people.kind',
      'people.language',
      sql<Role[]>`array_agg(memberships.role order by memberships.role)`.as('roles'),
      sql<Date>`min(memberships.since)`.as('since')
    ]);
}

export type PeopleFilter = { search?: string; role?: Role };

/** The list a coordinator works with, by name, with the languages each can talk in, the best first. */
export function listPeople(tx: Tx, person: Person, { search, role }: PeopleFilter) {
  let query = peopleVisibleTo(tx, person)
    .select(languagesOfEach(person).as('languages'))
    .orderBy('people.name')
    .orderBy('people.id');
  if (search) query = query.where('people.name', 'ilike', `%${search.replace(/[\\%_]/g, '\\$&')}%`);
  if (role) query = query.having(sql<boolean>`${role} = any (array_agg(memberships.role))`);
  return query;
}

// Beside the person and not joined, so that it is asked of those on the page alone, and not of everybody who is sorted.
const languagesOfEach = ({ organisation }: Person) => sql<string[]>`coalesce((
  select languages from profiles where profiles.organisation_id = ${organisation.id} and profiles.person_id = people.id), '{}')`;

/** Every role the person has or had here, the current ones first. */
export function rolesOf(tx: Tx, subject: string, person: Person) {
  return tx
    .selectFrom('memberships')
    .leftJoin('people as giver', 'giver.id', 'memberships.given_by')
    .where('memberships.organisation_id', '=', person.organisation.id)
    .where('memberships.person_id', '=', subject)
    .select([
      'memberships.id',
      'memberships.role',
      'memberships.since',
      'memberships.until',
      'giver.name as given_by_name'
    ])
    .orderBy(sql`until is not null`)
    .orderBy('since', 'desc');
}

/** The roles this person may give to others: an administrator any but a seeker's, a coordinator a supporter's. */
export function rolesGivenBy(person: Person): Role[] {
  if (can(person, 'organisation.manage')) return roles.filter((role) => role !== 'seeker');
  return can(person, 'people.invite') ? ['supporter'] : [];
}

/** Gives somebody a role here. Null when done, also when they had it already. */
export async function giveRole(
  tx: Tx,
  { id, subject, role }: { id: string; subject: string; role: Role },
  person: Person
): Promise<RoleRefusal | null> {
  if (!rolesGivenBy(person).includes(role)) return 'not-yours-to-give';
  const known = await peopleVisibleTo(tx, person)
    .where('people.id', '=', subject)
    .where('people.kind', '=', 'staff')
    .executeTakeFirst();
  if (!known) return 'not-a-colleague';
  await tx
    .insertInto('memberships')
    .values({
      organisation_id: person.organisation.id,
      id,
      person_id: subject,
      role,
      since: now(),
      given_by: person.id
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await audit(tx, { action: 'role.given', subject, thing: { kind: role, id } });
  return null;
}

/** Ends a role, felt on the person's next request. Null when done. */
export async function endRole(
  tx: Tx,
  { membership, subject }: { membership: string; subject: string },
  person: Person
): Promise<RoleRefusal | null> {
  const here = (query = tx.selectFrom('memberships')) =>
    query.where('organisation_id', '=', person.organisation.id).where('until', 'is', null);
  const ending = await here()
    .select('role')
    .where('id', '=', membership)
    .where('person_id', '=', subject)
    .executeTakeFirst();
  if (!ending) return null;
  if (ending.role === 'administrator') {
    // Held until the end of the transaction, so that two who end each other's role cannot both succeed.
    const administrators = await here()
      .select('person_id')
      .where('role', '=', 'administrator')
      .forUpdate()
      .execute();
    if (administrators.length === 1) return 'last-administrator';
  }
  await tx
    .updateTable('memberships')
    .set({ until: now() })
    .where('organisation_id', '=', person.organisation.id)
    .where('id', '=', membership)
    .execute();
  await audit(tx, { action: 'role.ended', subject, thing: { kind: ending.role, id: membership } });
  return null;
}

/** Changes one's own name or language. */
export async function changeOwnDetails(
  tx: Tx,
  details: { name?: string; language?: string },
  person: Pick<Person, 'id'>
): Promise<void> {
  await tx.updateTable('people').set(details).where('id', '=', person.id).execute();
  await audit(tx, { action: 'person.changed', subject: person.id });
}

/** The language this person reads, for what is written to them. */
export async function languageOf(tx: Tx, person: string): Promise<string> {
  const row = await tx.selectFrom('people').select('language').where('id', '=', person).executeTakeFirst();
  return row?.language ?? 'en';
}
