/**
 * The demonstration story: an invented country, one NGO and one health facility. It comes in through the same
 * room actions as a user's own data, never by a back door.
 */
import { now } from '#platform/clock/index.ts';
import { speakAs, type Database } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';
import { createStaffSignIn } from '#platform/identity/index.server.ts';
import { organisations } from '#platform/jobs/index.server.ts';
import { cast, demoOrganisations, demoPassword, type Actor } from './cast.ts';

/** Tells the story on an empty database. Returns false when there already is an organisation. */
export async function tellStory(database: Database): Promise<boolean> {
  if ((await organisations(database)).length > 0) return false;
  const tenants = { ngo: await found(database, 'ngo'), facility: await found(database, 'facility') };
  for (const actor of cast) await introduce(database, tenants[actor.organisation], actor);
  return true;
}

async function found(database: Database, key: keyof typeof demoOrganisations): Promise<string> {
  const organisation = newId();
  await speakAs(database, { organisation, system: true }, (tx) =>
    tx
      .insertInto('organisations')
      .values({ id: organisation, ...demoOrganisations[key], time_zone: 'Africa/Nairobi', created_at: now() })
      .execute()
  );
  return organisation;
}

async function introduce(
  database: Database,
  organisation: string,
  { name, email, roles }: Actor
): Promise<void> {
  const id = newId();
  await speakAs(database, { organisation, system: true }, async (tx) => {
    await tx.insertInto('people').values({ id, name, kind: 'staff', created_at: now() }).execute();
    for (const role of roles) {
      await tx
        .insertInto('memberships')
        .values({ organisation_id: organisation, id: newId(), person_id: id, role, since: now() })
        .execute();
    }
  });
  await createStaffSignIn({ id, name }, email, demoPassword);
}
