import { sql } from 'kysely';
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { destroyKey } from '#platform/encryption/index.server.ts';
import { record } from '#platform/events/index.server.ts';
import { newId } from '#platform/ids.ts';
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
  const at = now();
  const once = <T extends { doNothing: () => unknown }>(conflict: T) =>
    conflict.doNothing() as ReturnType<T['doNothing']>;
  await tx
    .insertInto('people')
    .values({
      id: seeker.id,
      name: seeker.pseudonym,
      kind: 'seeker',
      language: seeker.language,
      created_at: at
    })
    .onConflict(once)
    .execute();
  await tx
    .insertInto('memberships')
    // One command, one membership: its id is the person's, so a repeated form meets the first one.
    .values({
      organisation_id: seeker.organisation,
      id: seeker.id,
      person_id: seeker.id,
      role: 'seeker',
      since: at
    })
    .onConflict(once)
    .execute();
  await tx
    .insertInto('profiles')
    .values({
      organisation_id: seeker.organisation,
      person_id: seeker.id,
      languages: seeker.languages,
      place_id: seeker.placeId ?? null,
      age_band: seeker.ageBand,
      changed_at: at
    })
    .onConflict(once)
    .execute();
  await audit(tx, { action: 'seeker.joined', subject: seeker.id });
}

/**
 * Erases the person's own record for good: the key of everything sealed about them, their pseudonym, their profile and
 * their contact. What remains are rows nobody can tie to anybody. Their sign-in is removed by `removeSignIn`.
 * An import that is taken back erases, as the organisation, those it had brought in.
 */
export async function eraseMyself(tx: Tx, person: Pick<Person, 'id'>): Promise<void> {
  await record(tx, 'people.erased', { person: person.id });
  await tx.deleteFrom('sealed_contacts').where('person_id', '=', person.id).execute();
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
    .where('person_id', '=', person.id)
    .execute();
  await destroyKey(tx, person.id, 'asked for by the person');
  await tx
    .updateTable('people')
    .set({ name: `erased-${newId().slice(-12)}` })
    .where('id', '=', person.id)
    .execute();
  await tx
    .updateTable('memberships')
    .set({ until: now() })
    .where('person_id', '=', person.id)
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
