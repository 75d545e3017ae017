/** A concern is raised: by somebody who worries, or by an answer that speaks of dying. */
import { sql } from 'kysely';
import { isOldAnswer } from '#domains/measures/index.ts';
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { seal } from '#platform/encryption/index.server.ts';
import { newId } from '#platform/ids.ts';
import { nextWorkingDay } from './clock.ts';
import { beginRound, zoneHere } from './concern-round.server.ts';
import type { ConcernRefusal } from './concern.ts';
import type { Urgency } from './urgency.ts';

/** Whom the person may name when raising a concern: everybody whose name they may see, but themselves. */
export function peopleToWorryAbout(tx: Tx, person: Person) {
  return tx
    .selectFrom('people')
    .select(['id', 'name', 'kind'])
    .where('id', '<>', person.id)
    .where(sql<boolean>`is_member(id)`)
    .orderBy('kind')
    .orderBy('name');
}

export type NewConcern = { id: string; about: string | null; urgency: Urgency; said: string };

/** Raises a concern and starts its clock. The same id twice is one concern. */
export async function raiseConcern(
  tx: Tx,
  { id, about, urgency, said }: NewConcern,
  person: Person
): Promise<ConcernRefusal | null> {
  if (said.trim() === '') return 'nothing-said';
  const subject =
    about && (await tx.selectFrom('people').select('kind').where('id', '=', about).executeTakeFirst());
  if (about && !subject) return 'unknown-person';
  const sealedFor = about && subject && subject.kind === 'seeker' ? about : person.id;
  const words = await seal(tx, sealedFor, said.trim(), { column: 'concerns.said', row: id });
  await open(tx, { id, about, sealedFor, said: words, response: null, answeredAt: null }, urgency);
  return null;
}

/**
 * What a flagged answer raises by itself, in the transaction that stores the answer. One answer raises one concern. Old
 * ones, such as those of an import, raise one for each person, which waits for the day: nobody is called at night about
 * what was said, and heard, weeks ago.
 */
export async function raiseForResponses(tx: Tx, answers: FlaggedAnswer[]): Promise<void> {
  for (const answer of answers) await raiseForResponse(tx, answer);
}

type FlaggedAnswer = { response: string; subject: string; at: Date };

async function raiseForResponse(tx: Tx, { response, subject, at }: FlaggedAnswer): Promise<void> {
  const concern = { id: newId(), about: subject, sealedFor: subject, said: null, response, answeredAt: at };
  if (!isOldAnswer(at, now())) return open(tx, concern, 'immediate');
  await sql`select pg_advisory_xact_lock(hashtextextended(${subject}, 0))`.execute(tx);
  if (await hasOpenAnswerConcern(tx, subject)) return;
  await open(tx, concern, 'priority', nextWorkingDay(now(), await zoneHere(tx)));
}

async function hasOpenAnswerConcern(tx: Tx, subject: string): Promise<boolean> {
  const { rows } = await sql<{ open: boolean }>`
    select exists (select from with_open_answer_concern(array[${subject}::uuid])) as open`.execute(tx);
  return rows[0]!.open;
}

type Opening = {
  id: string;
  about: string | null;
  sealedFor: string;
  said: Buffer | null;
  response: string | null;
  answeredAt: Date | null;
};

async function open(
  tx: Tx,
  { id, about, sealedFor, said, response, answeredAt }: Opening,
  urgency: Urgency,
  firstAt?: Date
): Promise<void> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('concerns')
    .values({
      organisation_id: sql<string>`current_organisation()`,
      id,
      about_id: about,
      sealed_for: sealedFor,
      raised_by: sql<string>`current_person()`,
      raised_at: now(),
      said,
      response_id: response,
      answered_at: answeredAt
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  if (!numInsertedOrUpdatedRows) return;
  await beginRound(tx, id, { number: 1, urgency, why: 'raised', firstAt });
  await audit(tx, { action: 'concern.raised', subject: sealedFor, thing: { kind: 'concerns', id } });
}
