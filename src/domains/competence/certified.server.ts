import { languagesOf, peopleVisibleTo, profilesOf } from '#domains/people/index.server.ts';
import { districtsAbove } from '#domains/places/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import { dayIn, type Day } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { certificatesVisibleTo } from './certificate.server.ts';
import type { Held } from './certified.ts';
import { roleNamed } from './certificate.ts';

/** The newest certificate for each role of everybody who works here today, as far as this person may see them. */
export async function certificatesHeld(tx: Tx, person: Person): Promise<Held[]> {
  const zone = person.organisation.timeZone;
  const here = new Set((await peopleVisibleTo(tx, person).execute()).map(({ id }) => id));
  const newest = new Map<string, HeldRow>();
  for (const row of await certificatesVisibleTo(tx, person).execute()) {
    const key = `${row.person_id} ${row.role}`;
    if (here.has(row.person_id) && !newest.has(key)) newest.set(key, row);
  }
  const people = [...new Set([...newest.values()].map(({ person_id }) => person_id))];
  const languages = await languagesOf(tx, people);
  const profiles = await profilesOf(tx, people);
  const districts = await districtsAbove(tx, person.organisation.id);
  return [...newest.values()].map((row) => ({
    certificate: row.id,
    person: row.person_id,
    name: row.holder_name,
    role: roleNamed(row.role),
    issuedOn: row.issued_on,
    expiresOn: row.expires_on,
    restsSince: row.suspended_at && dayIn(zone, row.suspended_at),
    district: districts.get(profiles.get(row.person_id)?.placeId ?? '') ?? null,
    languages: languages.get(row.person_id) ?? []
  }));
}

type HeldRow = {
  id: string;
  person_id: string;
  holder_name: string;
  role: string;
  issued_on: Day;
  expires_on: Day;
  suspended_at: Date | null;
};
