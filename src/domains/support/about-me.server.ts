import type { Person } from '#platform/access/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { reveal } from '#platform/encryption/index.server.ts';
import { encountersVisibleTo, noteOf } from './encounter.server.ts';

/** What this room holds about the person who sought support, for their own copy of it: notes and their own words opened. */
export async function mySupport(tx: Tx, person: Person) {
  const requests = await tx
    .selectFrom('support_requests')
    .where('seeker_id', '=', person.id)
    .select(['at', 'languages', 'topics', 'setting', 'preferred_gender', 'preferred_age_band', 'wants'])
    .execute();
  const sessions = [];
  for (const session of await encountersVisibleTo(tx, person).where('seeker_id', '=', person.id).execute()) {
    const { id, kind, started_at, minutes, has_note } = session;
    sessions.push({ kind, started_at, minutes, note: has_note ? await noteOf(tx, id) : null });
  }
  return { requests, sessions, endings: await endings(tx, person) };
}

async function endings(tx: Tx, person: Person) {
  const ended = await tx
    .selectFrom('relationship_endings')
    .innerJoin('relationships', 'relationships.id', 'relationship_endings.relationship_id')
    .where('relationships.seeker_id', '=', person.id)
    .select(['relationships.id', 'relationship_endings.at', 'reason', 'feedback'])
    .execute();
  const said = ended.flatMap(({ id, feedback }) =>
    feedback ? [{ text: feedback, place: { column: 'relationship_endings.feedback', row: id } as const }] : []
  );
  const opened = await reveal(tx, person.id, said);
  const byRelationship = new Map(said.map(({ place }, index) => [place.row, opened[index]]));
  return ended.map(({ id, at, reason }) => ({ at, reason, feedback: byRelationship.get(id) ?? null }));
}
