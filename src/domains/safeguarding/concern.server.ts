import { sql } from 'kysely';
import { isOldAnswer } from '#domains/measures/index.ts';
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { dayIn, now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { seal } from '#platform/encryption/index.server.ts';
import { newId } from '#platform/ids.ts';
import { deadlinesOf, nextWorkingDay } from './clock.ts';
import {
  refusalToAcknowledge,
  refusalToAct,
  refusalToDecideClosing,
  refusalToProposeClosing,
  refusalToRaiseUrgency,
  refusalToReopen,
  type ConcernRefusal,
  type ConcernState,
  type Outcome
} from './concern.ts';
import { policyOn } from './policy.server.ts';
import type { Urgency } from './urgency.ts';

/** The concerns somebody may see, each with where it stands in its present round. Row-level security decides which. */
export function concernsVisibleTo(tx: Tx, person: Person) {
  return (
    tx
      .selectFrom('concerns as concern')
      .innerJoin('concern_rounds as round', (join) =>
        join
          .onRef('round.organisation_id', '=', 'concern.organisation_id')
          .onRef('round.concern_id', '=', 'concern.id')
          .on('round.number', '=', latestRound)
      )
      // Somebody should have it before a second person is called: that is the time to respond by.
      .innerJoin('concern_deadlines as response', (join) =>
        join
          .onRef('response.organisation_id', '=', 'round.organisation_id')
          .onRef('response.concern_id', '=', 'round.concern_id')
          .onRef('response.round', '=', 'round.number')
          .on('response.step', '=', 'second')
      )
      .leftJoin('concern_acknowledgements as acknowledgement', (join) =>
        join
          .onRef('acknowledgement.organisation_id', '=', 'round.organisation_id')
          .onRef('acknowledgement.concern_id', '=', 'round.concern_id')
          .onRef('acknowledgement.round', '=', 'round.number')
      )
      .leftJoin('concern_closings as closing', (join) =>
        join
          .onRef('closing.organisation_id', '=', 'round.organisation_id')
          .onRef('closing.concern_id', '=', 'round.concern_id')
          .onRef('closing.round', '=', 'round.number')
          .on('closing.declined_at', 'is', null)
      )
      .leftJoin('people as subject', 'subject.id', 'concern.about_id')
      .leftJoin('people as acknowledger', 'acknowledger.id', 'acknowledgement.by_id')
      .where('concern.organisation_id', '=', person.organisation.id)
      .select([
        'concern.id',
        'concern.about_id',
        'concern.sealed_for',
        'concern.raised_at',
        'concern.raised_by',
        'concern.response_id',
        'concern.answered_at',
        'subject.name as about_name',
        'round.number as round',
        'round.urgency',
        'round.began_at',
        'response.due_at as respond_by',
        'acknowledgement.by_id as acknowledged_by',
        'acknowledger.name as acknowledged_by_name',
        'closing.id as closing_id',
        'closing.outcome',
        'closing.proposed_by',
        'closing.confirmed_at as closed_at'
      ])
      .$narrowType<{ urgency: Urgency; outcome: Outcome | null }>()
  );
}

const latestRound = sql<number>`(select max(r.number) from concern_rounds r
  where r.organisation_id = concern.organisation_id and r.concern_id = concern.id)`;

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
  await begin(tx, id, { number: 1, urgency, why: 'raised', firstAt });
  await audit(tx, { action: 'concern.raised', subject: sealedFor, thing: { kind: 'concerns', id } });
}

type Round = {
  number: number;
  urgency: Urgency;
  why: 'raised' | 'urgency-raised' | 're-opened';
  firstAt?: Date;
};

// The deadlines are rows before anybody is told anything: whatever stops afterwards, a sweep will find them.
async function begin(tx: Tx, concern: string, { number, urgency, why, firstAt }: Round): Promise<void> {
  const at = now();
  const here = { organisation_id: sql<string>`current_organisation()`, concern_id: concern };
  await tx
    .insertInto('concern_rounds')
    .values({ ...here, number, urgency, why, begun_by: sql<string>`current_person()`, began_at: at })
    .execute();
  const deadlines = deadlinesOf(urgency, at, await policyOn(tx, await todayHere(tx)), firstAt);
  await tx
    .insertInto('concern_deadlines')
    .values(deadlines.map(({ step, dueAt }) => ({ ...here, round: number, step, due_at: dueAt })))
    .execute();
}

/** "I have it": stands down every page that is not made yet. */
export function acknowledge(
  tx: Tx,
  { id, concern }: { id: string; concern: string },
  person: Person
): Promise<ConcernRefusal | null> {
  return decide(tx, concern, person, refusalToAcknowledge, async ({ round }) => {
    await tx
      .insertInto('concern_acknowledgements')
      .values({
        organisation_id: person.organisation.id,
        id,
        concern_id: concern,
        round,
        by_id: person.id,
        at: now()
      })
      .execute();
    await tx
      .updateTable('concern_deadlines')
      .set({ stood_down_at: now() })
      .where('concern_id', '=', concern)
      .where('round', '<=', round)
      .where('called_at', 'is', null)
      .where('stood_down_at', 'is', null)
      .execute();
    return 'concern.acknowledged';
  });
}

/** Records what somebody did. */
export function act(
  tx: Tx,
  { id, concern, done }: { id: string; concern: string; done: string },
  person: Person
): Promise<ConcernRefusal | null> {
  return decide(
    tx,
    concern,
    person,
    (state) => (done.trim() ? refusalToAct(state) : 'nothing-said'),
    async ({ round, sealed_for }) => {
      const words = await seal(tx, sealed_for, done.trim(), { column: 'concern_actions.done', row: id });
      await tx
        .insertInto('concern_actions')
        .values({
          organisation_id: person.organisation.id,
          id,
          concern_id: concern,
          round,
          by_id: person.id,
          at: now(),
          done: words
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      return 'concern.acted-on';
    }
  );
}

/** Makes it more urgent: a new round, with a clock of its own, begins. */
export function raiseUrgency(
  tx: Tx,
  { concern, urgency }: { concern: string; urgency: Urgency },
  person: Person
): Promise<ConcernRefusal | null> {
  return decide(
    tx,
    concern,
    person,
    (state) => refusalToRaiseUrgency(state, urgency),
    async ({ round }) => {
      await begin(tx, concern, { number: round + 1, urgency, why: 'urgency-raised' });
      return 'concern.urgency-raised';
    }
  );
}

export type NewClosing = { id: string; concern: string; outcome: Outcome; because: string };

/** Proposes to close it; nothing is closed until a second person agrees. */
export function proposeClosing(
  tx: Tx,
  { id, concern, outcome, because }: NewClosing,
  person: Person
): Promise<ConcernRefusal | null> {
  return decide(
    tx,
    concern,
    person,
    (state) => (because.trim() ? refusalToProposeClosing(state) : 'nothing-said'),
    async ({ round, sealed_for }) => {
      const words = await seal(tx, sealed_for, because.trim(), {
        column: 'concern_closings.because',
        row: id
      });
      await tx
        .insertInto('concern_closings')
        .values({
          organisation_id: person.organisation.id,
          id,
          concern_id: concern,
          round,
          outcome,
          because: words,
          proposed_by: person.id,
          proposed_at: now()
        })
        .execute();
      return 'concern.closing-proposed';
    }
  );
}

/** The second person agrees: it is closed. */
export function confirmClosing(tx: Tx, concern: string, person: Person): Promise<ConcernRefusal | null> {
  return decideClosing(tx, concern, person, 'concern.closed', {
    confirmed_by: person.id,
    confirmed_at: now()
  });
}

/** The second person does not agree: it stays open. */
export function declineClosing(tx: Tx, concern: string, person: Person): Promise<ConcernRefusal | null> {
  return decideClosing(tx, concern, person, 'concern.closing-declined', {
    declined_by: person.id,
    declined_at: now()
  });
}

type Decision = { confirmed_by: string; confirmed_at: Date } | { declined_by: string; declined_at: Date };

function decideClosing(
  tx: Tx,
  concern: string,
  person: Person,
  action: Action,
  decision: Decision
): Promise<ConcernRefusal | null> {
  return decide(
    tx,
    concern,
    person,
    (state) => refusalToDecideClosing(state, person.id),
    async ({ closing_id }) => {
      await tx.updateTable('concern_closings').set(decision).where('id', '=', closing_id!).execute();
      return action;
    }
  );
}

/** Opens a closed concern again: a new round, at the urgency it had. */
export function reopen(tx: Tx, concern: string, person: Person): Promise<ConcernRefusal | null> {
  return decide(tx, concern, person, refusalToReopen, async ({ round, urgency }) => {
    await begin(tx, concern, { number: round + 1, urgency, why: 're-opened' });
    return 'concern.re-opened';
  });
}

type Standing = Awaited<ReturnType<typeof standing>> & object;
type Action = `concern.${string}`;

// Every change to a concern: one at a time, refused or made, and on record.
async function decide(
  tx: Tx,
  concern: string,
  person: Person,
  refusalOf: (state: ConcernState) => ConcernRefusal | null,
  change: (standing: Standing) => Promise<Action>
): Promise<ConcernRefusal | null> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${concern}, 0))`.execute(tx);
  const found = await standing(tx, concern, person);
  if (!found) return 'not-found';
  const refusal = refusalOf(found.state);
  if (refusal) return refusal;
  await audit(tx, {
    action: await change(found),
    subject: found.sealed_for,
    thing: { kind: 'concerns', id: concern }
  });
  return null;
}

async function standing(tx: Tx, concern: string, person: Person) {
  const row = await concernsVisibleTo(tx, person)
    .where('concern.id', '=', concern)
    .where(sql<boolean>`responds_to(concern.id)`)
    .select(({ selectFrom, fn }) =>
      selectFrom('concern_actions as action')
        .whereRef('action.concern_id', '=', 'concern.id')
        .whereRef('action.round', '=', 'round.number')
        .select(fn.countAll<number>().as('count'))
        .as('actions')
    )
    .executeTakeFirst();
  if (!row) return null;
  const closed = row.closed_at !== null;
  const state: ConcernState = {
    urgency: row.urgency,
    acknowledged: row.acknowledged_by !== null,
    actions: row.actions ?? 0,
    proposedBy: closed ? null : row.proposed_by,
    closed
  };
  return { ...row, state };
}

/** Whether the person may respond to it, and not only see that it was raised. */
export async function respondsTo(tx: Tx, concern: string): Promise<boolean> {
  const { rows } = await sql<{ responds: boolean }>`select responds_to(${concern}) as responds`.execute(tx);
  return rows[0]!.responds;
}

async function todayHere(tx: Tx) {
  return dayIn(await zoneHere(tx));
}

async function zoneHere(tx: Tx): Promise<string> {
  const { rows } = await sql<{
    zone: string;
  }>`select time_zone as zone from organisations where id = current_organisation()`.execute(tx);
  return rows[0]!.zone;
}
