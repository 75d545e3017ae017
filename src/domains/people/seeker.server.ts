import { sql } from 'kysely';
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { destroyKeys } from '#platform/encryption/index.server.ts';
import { record } from '#platform/events/index.server.ts';
import type { AgeBand } from './profile.ts';

declare module '#platform/events/index.server.ts' {
  interface DomainEvents {
    /** Somebody stopped and had their record erased; what is open with them ends. */
    'people.erased': { person: string };
  }
}

export type NewSeeker = {
  id: string;
  organisation: string;
  pseudonym: string;
  /** What the pages speak to them. */
  language: string;
  /** What they can talk in. */
  languages: string[];
  placeId?: string | null;
  ageBand: AgeBand;
};

/**
 * Makes a seeker of a visitor, in the visitor's own transaction; asked twice it does it once. Their way to come back is
 * made by `createSeekerSignIn` of `#platform/identity`.
 */
export async function joinAsSeeker(tx: Tx, seeker: NewSeeker): Promise<void> {
  await bringInSeekers(tx, [seeker]);
}

/** Makes seekers of many at once, as an import does in the organisation's name. */
export async function bringInSeekers(tx: Tx, seekers: NewSeeker[]): Promise<void> {
  if (seekers.length === 0) return;
  const at = now();
  const once = <T extends { doNothing: () => unknown }>(conflict: T) =>
    conflict.doNothing() as ReturnType<T['doNothing']>;
  await tx
    .insertInto('people')
    .values(
      seekers.map(({ id, pseudonym, language }) => ({
        id,
        name: pseudonym,
        kind: 'seeker',
        language,
        created_at: at
      }))
    )
    .onConflict(once)
    .execute();
  await tx
    .insertInto('memberships')
    // One command, one membership: its id is the person's, so a repeated form meets the first one.
    .values(
      seekers.map(({ id, organisation }) => ({
        organisation_id: organisation,
        id,
        person_id: id,
        role: 'seeker' as const,
        since: at
      }))
    )
    .onConflict(once)
    .execute();
  await tx
    .insertInto('profiles')
    .values(
      seekers.map(({ id, organisation, languages, placeId, ageBand }) => ({
        organisation_id: organisation,
        person_id: id,
        languages,
        place_id: placeId ?? null,
        age_band: ageBand,
        changed_at: at
      }))
    )
    .onConflict(once)
    .execute();
  await audit(tx, ...seekers.map(({ id }) => ({ action: 'seeker.joined' as const, subject: id })));
}

/**
 * Erases the person's own record for good: the key of everything sealed about them, their pseudonym, their profile and
 * their contact. What remains are rows nobody can tie to anybody. Their sign-in is removed by `removeSignIn`.
 */
export async function eraseMyself(tx: Tx, person: Pick<Person, 'id'>): Promise<void> {
  await eraseSeekers(tx, [person.id]);
}

/** The same for many: an import that is taken back erases, as the organisation, those it had brought in. */
export async function eraseSeekers(tx: Tx, seekers: string[]): Promise<void> {
  if (seekers.length === 0) return;
  await record(tx, 'people.erased', ...seekers.map((person) => ({ person })));
  await tx.deleteFrom('sealed_contacts').where('person_id', 'in', seekers).execute();
  await tx
    .updateTable('profiles')
    .set({
      languages: [],
      place_id: null,
      household_code: null,
      workplace: null,
      line_manager_id: null,
      changed_at: now()
    })
    .where('person_id', 'in', seekers)
    .execute();
  await destroyKeys(tx, seekers, 'asked for by the person');
  await tx
    .updateTable('people')
    // A new name for each, of the same kind as an id's end.
    .set({ name: sql`'erased-' || right(gen_random_uuid()::text, 12)` })
    .where('id', 'in', seekers)
    .execute();
  await tx
    .updateTable('memberships')
    .set({ until: now() })
    .where('person_id', 'in', seekers)
    .where('until', 'is', null)
    .execute();
}

/** What this room holds about the person, for their own copy of it. */
export async function aboutMe(tx: Tx, person: Person) {
  const [self, memberships, profiles, checks] = await Promise.all([
    tx
      .selectFrom('people')
      .select(['name', 'kind', 'language', 'created_at'])
      .where('id', '=', person.id)
      .executeTakeFirstOrThrow(),
    tx
      .selectFrom('memberships')
      .select(['role', 'since', 'until'])
      .where('person_id', '=', person.id)
      .execute(),
    tx
      .selectFrom('profiles')
      .select(['languages', 'place_id', 'household_code', 'workplace', 'age_band', 'changed_at'])
      .where('person_id', '=', person.id)
      .execute(),
    tx
      .selectFrom('background_checks')
      .select(['checked_on', 'expires_on', 'outcome'])
      .where('person_id', '=', person.id)
      .execute()
  ]);
  const contact = await tx
    .selectFrom('sealed_contacts')
    .select(sql<boolean>`true`.as('kept'))
    .where('person_id', '=', person.id)
    .executeTakeFirst();
  return { self, memberships, profiles, backgroundChecks: checks, sealedContactKept: contact !== undefined };
}
