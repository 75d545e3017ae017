import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import type { AgeBand, Profile } from './profile.ts';

/** The profiles of these people as far as the speaker may see them, by person. */
export async function profilesOf(tx: Tx, people: string[]): Promise<Map<string, Profile>> {
  if (people.length === 0) return new Map();
  const rows = await tx.selectFrom('profiles').selectAll().where('person_id', 'in', people).execute();
  return new Map(
    rows.map((row) => [
      row.person_id,
      {
        person: row.person_id,
        languages: row.languages,
        placeId: row.place_id,
        householdCode: row.household_code,
        workplace: row.workplace,
        lineManager: row.line_manager_id,
        ageBand: row.age_band as AgeBand
      }
    ])
  );
}

export async function profileOf(tx: Tx, person: string): Promise<Profile | null> {
  return (await profilesOf(tx, [person])).get(person) ?? null;
}

/** The languages each of these people can talk in, the best first; none known is an empty list. */
export async function languagesOf(tx: Tx, people: string[]): Promise<Map<string, string[]>> {
  const profiles = await profilesOf(tx, people);
  return new Map(people.map((person) => [person, profiles.get(person)?.languages ?? []]));
}

type ProfileChanges = Partial<Omit<Profile, 'person'>>;

/** Changes what is given and leaves the rest; makes the profile when there is none. */
export async function setProfile(
  tx: Tx,
  subject: string,
  changes: ProfileChanges,
  person: Pick<Person, 'organisation'>
): Promise<void> {
  const columns = columnsOf(changes);
  await tx
    .insertInto('profiles')
    .values({ organisation_id: person.organisation.id, person_id: subject, ...columns })
    .onConflict((conflict) => conflict.columns(['organisation_id', 'person_id']).doUpdateSet(columns))
    .execute();
  await audit(tx, { action: 'profile.changed', subject });
}

/** Writes the first profiles of people who have none yet. */
export async function addProfiles(
  tx: Tx,
  profiles: (ProfileChanges & Pick<Profile, 'person'>)[],
  person: Pick<Person, 'organisation'>
): Promise<void> {
  await tx
    .insertInto('profiles')
    .values(
      profiles.map(({ person: subject, ...changes }) => ({
        organisation_id: person.organisation.id,
        person_id: subject,
        ...columnsOf(changes)
      }))
    )
    .execute();
  await audit(
    tx,
    ...profiles.map(({ person: subject }) => ({ action: 'profile.changed' as const, subject }))
  );
}

function columnsOf(changes: ProfileChanges) {
  return {
    ...(changes.languages && { languages: changes.languages }),
    ...(changes.placeId !== undefined && { place_id: changes.placeId }),
    ...(changes.householdCode !== undefined && { household_code: changes.householdCode }),
    ...(changes.workplace !== undefined && { workplace: changes.workplace }),
    ...(changes.lineManager !== undefined && { line_manager_id: changes.lineManager }),
    ...(changes.ageBand && { age_band: changes.ageBand }),
    changed_at: now()
  };
}
