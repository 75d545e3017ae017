/** Finds out, from the database, where a signed-in person belongs and as what. */
import { sql } from 'kysely';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';
import type { Organisation, Person, Role } from './index.ts';

export type Membership = { organisation: Organisation; roles: Role[] };

/** Every organisation the person belongs to now, the longest-standing first. Works before anybody speaks. */
export async function membershipsOf(tx: Tx, person: string): Promise<Membership[]> {
  const { rows } = await sql<MembershipRow>`select * from memberships_of(${person})`.execute(tx);
  return rows.map(membershipIn);
}

/** A membership as the database gives it. */
export function membershipIn({
  organisation_id,
  slug,
  name,
  time_zone,
  currency,
  roles
}: MembershipRow): Membership {
  return { organisation: { id: organisation_id, slug, name, timeZone: time_zone, currency }, roles };
}

/** The person acting in the organisation they chose, or in their first; null when they belong nowhere any more. */
export async function actingAs(
  tx: Tx,
  person: { id: string; name: string },
  preferred: string | undefined
): Promise<Person | null> {
  return actingIn(await membershipsOf(tx, person.id), person, preferred);
}

/** The same for memberships that are at hand. */
export function actingIn(
  memberships: Membership[],
  person: { id: string; name: string },
  preferred: string | undefined
): Person | null {
  const acting = memberships.find(({ organisation }) => organisation.id === preferred) ?? memberships[0];
  return acting ? { ...person, ...acting } : null;
}

export type NewOrganisation = {
  id: string;
  /** Its name in addresses: small letters, digits and hyphens. */
  slug: string;
  name: string;
  kind: 'ngo' | 'facility' | 'ministry';
  timeZone: string;
  /** Three letters, as in ISO 4217. */
  currency: string;
};

/** Founds an organisation. The transaction speaks as its system; the slug must be free. */
export async function foundOrganisation(
  tx: Tx,
  { id, slug, name, kind, timeZone, currency }: NewOrganisation
): Promise<void> {
  await tx
    .insertInto('organisations')
    .values({ id, slug, name, kind, time_zone: timeZone, currency, created_at: now() })
    .execute();
}

/** The organisation that the transaction speaks in; null when it speaks in none. */
export async function organisationSpokenIn(tx: Tx): Promise<Organisation | null> {
  const row = await tx
    .selectFrom('organisations')
    .where('id', '=', (query) => query.fn('current_organisation'))
    .select(['id', 'slug', 'name', 'time_zone', 'currency'])
    .executeTakeFirst();
  if (!row) return null;
  const { time_zone: timeZone, ...organisation } = row;
  return { ...organisation, timeZone };
}

/** Adds a first colleague with these roles, before there is anybody to invite them. The transaction speaks as the system. */
export async function addFirstColleague(
  tx: Tx,
  { id, name, roles }: { id: string; name: string; roles: Role[] },
  organisation: string
): Promise<void> {
  const since = now();
  await tx.insertInto('people').values({ id, name, kind: 'staff', created_at: since }).execute();
  await tx
    .insertInto('memberships')
    .values(roles.map((role) => ({ organisation_id: organisation, id: newId(), person_id: id, role, since })))
    .execute();
}

/** The organisation whose public face a visitor sees: the one named in the address, else the only or first one. */
export async function organisationForVisitors(tx: Tx, slug: string | undefined): Promise<string | null> {
  const query = tx.selectFrom('organisations').select('id').orderBy('kind', 'desc').orderBy('created_at');
  const row = await (slug ? query.where('slug', '=', slug) : query).executeTakeFirst();
  return row?.id ?? null;
}

export type MembershipRow = {
  organisation_id: string;
  slug: string;
  name: string;
  time_zone: string;
  currency: string;
  roles: Role[];
};
