/** Keeping what somebody answered, and telling whoever must know. */
import { sql } from 'kysely';
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { sealAll } from '#platform/encryption/index.server.ts';
import { record } from '#platform/events/index.server.ts';
import { cutOffFor } from './cut-off.ts';
import type { InstrumentId, Language } from './instrument.ts';
import {
  score,
  scoreOfTotal,
  type Answers,
  type Band,
  type Flag,
  type Score,
  type ScoreRefusal
} from './score.ts';

declare module '#platform/events/index.server.ts' {
  interface DomainEvents {
    'measures.response-recorded': { response: string; subject: string; instrument: InstrumentId };
    /** Something in the answers that a human must look at, whatever the total. `at` is when it was answered. */
    'measures.response-flagged': { response: string; subject: string; flag: 'item-9'; at: Date };
  }
}

export type NewResponse = {
  id: string;
  subject: string;
  instrument: InstrumentId;
  answers: Answers;
  at: Date;
  encounter?: string;
  /** The language it was asked in, and the people it was asked among: they choose the cut-off. */
  language?: Language;
  population?: string;
};

/**
 * Scores and keeps the answers; `person` is whoever writes them down, the subject or somebody working with them.
 * Asking again with the same id changes nothing and gives the same score.
 */
export async function recordResponse(
  tx: Tx,
  response: NewResponse,
  person: Person
): Promise<Score | { refusal: ScoreRefusal }> {
  const result = score(response.instrument, response.answers);
  if ('refusal' in result) return result;
  const [kept] = await keepScores(tx, [{ ...response, result }], person);
  return kept ? result : earlierScore(tx, response);
}

/** What is known of a score of the past: every answer, or its total only. */
export type PastResponse = Omit<NewResponse, 'answers'> & ({ answers: Answers } | { total: number });

/** Keeps many scores of the past at once, as `recordResponse` does one; of a total alone there are no answers to keep. */
export async function recordPastResponses(
  tx: Tx,
  responses: PastResponse[],
  person: Person
): Promise<ScoreRefusal | null> {
  const scored = responses.map((response) => ({
    ...response,
    result:
      'answers' in response
        ? score(response.instrument, response.answers)
        : scoreOfTotal(response.instrument, response.total)
  }));
  const refused = scored.flatMap(({ result }) => ('refusal' in result ? [result.refusal] : []));
  if (refused.length > 0) return refused[0]!;
  await keepScores(tx, scored as Scored[], person);
  return null;
}

type KnownOfResponse = Omit<NewResponse, 'answers'>;

type Scored = KnownOfResponse & { answers?: Answers; result: Score };

/** Writes down what was not yet, and tells of it; returns that. */
async function keepScores(tx: Tx, scored: Scored[], person: Person): Promise<Scored[]> {
  const inserted = await insertScores(tx, scored, person);
  const kept = scored.filter(({ id }) => inserted.has(id));
  await sealAnswers(tx, kept);
  await announce(tx, kept);
  return kept;
}

async function insertScores(tx: Tx, scored: Scored[], person: Person): Promise<Set<string>> {
  if (scored.length === 0) return new Set();
  const inserted = await tx
    .insertInto('responses')
    .values(
      scored.map(({ result, language = 'en', ...response }) => ({
        organisation_id: person.organisation.id,
        id: response.id,
        subject_id: response.subject,
        recorded_by: person.id,
        encounter_id: response.encounter ?? null,
        instrument: response.instrument,
        answered_at: response.at,
        language,
        total: result.total,
        band: result.band,
        flags: result.flags,
        cut_off: cutOffFor(response.instrument, language, response.population).id,
        recorded_at: now()
      }))
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute();
  return new Set(inserted.map(({ id }) => id));
}

async function earlierScore(tx: Tx, { id, subject, instrument }: KnownOfResponse): Promise<Score> {
  const { total, band, flags } = await tx
    .selectFrom('responses')
    .where('id', '=', id)
    .where('subject_id', '=', subject)
    .where('instrument', '=', instrument)
    .select(['total', 'band', 'flags'])
    .executeTakeFirstOrThrow();
  return { instrument, total, band: band as Band, flags: flags as Flag[] };
}

async function sealAnswers(tx: Tx, kept: Scored[]): Promise<void> {
  const answered = kept.flatMap(({ id, subject, answers }) => (answers ? [{ id, subject, answers }] : []));
  if (answered.length === 0) return;
  const sealed = await sealAll(
    tx,
    answered.map(({ id, subject, answers }) => ({
      subject,
      text: JSON.stringify(answers),
      place: placeOf(id)
    }))
  );
  await tx
    .insertInto('response_answers')
    .values(
      answered.map(({ id }, index) => ({
        organisation_id: sql<string>`current_organisation()`,
        response_id: id,
        sealed: sealed[index]!
      }))
    )
    .execute();
}

async function announce(tx: Tx, kept: Scored[]): Promise<void> {
  await audit(
    tx,
    ...kept.map(({ id, subject }) => ({
      action: 'response.recorded' as const,
      subject,
      thing: { kind: 'response', id }
    }))
  );
  await record(
    tx,
    'measures.response-recorded',
    ...kept.map(({ id, subject, instrument }) => ({ response: id, subject, instrument }))
  );
  const flagged = kept.filter(({ result }) => result.flags.includes('item-9'));
  await record(
    tx,
    'measures.response-flagged',
    ...flagged.map(({ id, subject, at }) => ({ response: id, subject, flag: 'item-9' as const, at }))
  );
}

/** Where the answers of a response live; they are sealed to that place. */
export function placeOf(response: string) {
  return { column: 'response_answers.sealed', row: response } as const;
}
