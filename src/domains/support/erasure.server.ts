/** What this room holds about a seeker, for their own copy; and what ends when they have their record erased. */
import { sql } from 'kysely';
import type { Person } from '#platform/access/index.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { reveal } from '#platform/encryption/index.server.ts';
import { record } from '#platform/events/index.server.ts';
import { encountersVisibleTo, noteOf } from './encounter.server.ts';
import { relationshipsVisibleTo } from './relationship.server.ts';
import type { EndingReason } from './relationship.ts';
import { requestsVisibleTo } from './request.server.ts';

/** Requests, supporters and sessions of the person, with the notes opened. */
export async function aboutMe(tx: Tx, person: Person) {
  const requests = await requestsVisibleTo(tx, person)
    .where('support_requests.seeker_id', '=', person.id)
    .orderBy('support_requests.at')
    .execute();
  const relationships = await relationshipsVisibleTo(tx, person)
    .where('relationships.seeker_id', '=', person.id)
    .select(['relationship_endings.reason', 'relationship_endings.feedback'])
    .orderBy('relationships.opened_at')
    .execute();
  const encounters = await encountersVisibleTo(tx, person)
    .where('encounters.seeker_id', '=', person.id)
    .orderBy('encounters.started_at')
    .execute();
  const sessions = [];
  for (const encounter of encounters) sessions.push({ ...encounter, note: await noteOf(tx, encounter.id) });
  return { requests, relationships: await withFeedback(tx, relationships, person), sessions };
}

async function withFeedback<Row extends { id: string; feedback: Buffer | null }>(
  tx: Tx,
  relationships: Row[],
  person: Person
) {
  const given = relationships.filter(({ feedback }) => feedback !== null);
  const texts = await reveal(
    tx,
    person.id,
    given.map(({ id, feedback }) => ({
      text: feedback!,
      place: { column: 'relationship_endings.feedback', row: id }
    }))
  );
  const feedbackOf = new Map(given.map(({ id }, index) => [id, texts[index]!]));
  return relationships.map((row) => ({ ...row, feedback: feedbackOf.get(row.id) ?? null }));
}

/** Whoever erased their record waits for nobody and has nobody any more; their supporter has a place free again. */
export async function endWithErased(tx: Tx, erased: { person: string }[]): Promise<void> {
  const seekers = erased.map(({ person }) => person);
  await withdrawWaiting(tx, seekers);
  await tx
    .updateTable('support_requests')
    .set({ place_id: null })
    .where('seeker_id', 'in', seekers)
    .execute();
  await endOpen(tx, seekers);
}

async function withdrawWaiting(tx: Tx, seekers: string[]): Promise<void> {
  await sql`
    insert into request_withdrawals (organisation_id, request_id, at, by)
    select organisation_id, id, ${now()}, current_person() from support_requests r
    where organisation_id = current_organisation() and seeker_id = any (${seekers}::uuid[])
      and not exists (select from relationships s where s.organisation_id = r.organisation_id and s.request_id = r.id)
    on conflict do nothing`.execute(tx);
}

async function endOpen(tx: Tx, seekers: string[]): Promise<void> {
  const reason: EndingReason = 'other';
  const { rows: open } = await sql<{ id: string; seeker_id: string; supporter_id: string }>`
    select id, seeker_id, supporter_id from relationships r
    where organisation_id = current_organisation() and seeker_id = any (${seekers}::uuid[])
      and not exists (select from relationship_endings e where e.organisation_id = r.organisation_id and e.relationship_id = r.id)`.execute(
    tx
  );
  if (open.length === 0) return;
  await tx
    .insertInto('relationship_endings')
    .values(
      open.map(({ id }) => ({
        organisation_id: sql<string>`current_organisation()`,
        relationship_id: id,
        at: now(),
        by: sql<string>`current_person()`,
        reason,
        door_open: false
      }))
    )
    .execute();
  await record(
    tx,
    'support.relationship-ended',
    ...open.map(({ id, seeker_id, supporter_id }) => ({
      relationship: id,
      seeker: seeker_id,
      supporter: supporter_id,
      reason
    }))
  );
}
