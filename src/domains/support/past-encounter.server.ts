import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { sealAll } from '#platform/encryption/index.server.ts';
import { record } from '#platform/events/index.server.ts';
import type { EncounterKind, Note } from './encounter.ts';
import { notePlace } from './encounter.server.ts';

/** A session that was held before, as a list tells of it. */
export type PastEncounter = {
  id: string;
  relationship: string;
  seeker: string;
  supporter: string;
  kind: EncounterKind;
  startedAt: Date;
  minutes: number;
  note: Note | null;
};

/**
 * Writes down many sessions of the past at once, what `recordEncounter` does for one of today. The caller has looked at
 * them: each is over, and its relationship was open then.
 */
export async function recordPastEncounters(
  tx: Tx,
  encounters: PastEncounter[],
  person: Person
): Promise<void> {
  await insertEncounters(tx, encounters, person);
  await sealNotes(tx, encounters, person);
  await audit(
    tx,
    ...encounters.map(({ id, seeker }) => ({
      action: 'encounter.recorded' as const,
      subject: seeker,
      thing: { kind: 'encounters', id }
    }))
  );
  await record(
    tx,
    'support.encounter-recorded',
    ...encounters.map(({ id, relationship, seeker, supporter, kind, minutes }) => ({
      encounter: id,
      relationship,
      seeker,
      supporter,
      kind,
      minutes
    }))
  );
}

async function insertEncounters(tx: Tx, encounters: PastEncounter[], person: Person): Promise<void> {
  await tx
    .insertInto('encounters')
    .values(
      encounters.map(({ id, relationship, seeker, supporter, kind, startedAt, minutes }) => ({
        organisation_id: person.organisation.id,
        id,
        relationship_id: relationship,
        seeker_id: seeker,
        supporter_id: supporter,
        kind,
        started_at: startedAt,
        minutes,
        recorded_at: now(),
        recorded_by: person.id
      }))
    )
    .execute();
}

async function sealNotes(tx: Tx, encounters: PastEncounter[], person: Person): Promise<void> {
  const noted = encounters.flatMap(({ note, ...encounter }) => (note ? [{ ...encounter, note }] : []));
  if (noted.length === 0) return;
  const sealed = await sealAll(
    tx,
    noted.map(({ id, seeker, note }) => ({
      subject: seeker,
      text: JSON.stringify(note),
      place: notePlace(id)
    }))
  );
  await tx
    .insertInto('encounter_notes')
    .values(
      noted.map(({ id, seeker, supporter }, index) => ({
        organisation_id: person.organisation.id,
        encounter_id: id,
        seeker_id: seeker,
        supporter_id: supporter,
        sealed: sealed[index]!
      }))
    )
    .execute();
}
