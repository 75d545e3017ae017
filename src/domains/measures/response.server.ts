/** Keeping what somebody answered, telling whoever must know, and reading it back as scores and change. */
import { sql } from 'kysely';
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { reveal, sealAll } from '#platform/encryption/index.server.ts';
import { record } from '#platform/events/index.server.ts';
import { changeBetween, type Change } from './change.ts';
import { cutOffFor, cutOffNamed, type CutOff } from './cut-off.ts';
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

/** A kept score; `total` is out of 27 (PHQ-9) or 21 (GAD-7). */
export type KeptScore = {
  id: string;
  instrument: InstrumentId;
  at: Date;
  total: number;
  band: Band;
  flags: Flag[];
  cutOff: CutOff;
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

/** Somebody's scores, oldest first. Reading another person's leaves an audit entry with the organisation that keeps them. */
export async function scoresOf(tx: Tx, subject: string): Promise<KeptScore[]> {
  const rows = await tx
    .selectFrom('responses')
    .where('subject_id', '=', subject)
    .select(['organisation_id', 'id', 'instrument', 'answered_at', 'total', 'band', 'flags', 'cut_off'])
    .select(sql<boolean>`subject_id = current_person()`.as('own'))
    .orderBy('answered_at')
    .execute();
  const keepers = new Set(rows.filter(({ own }) => !own).map(({ organisation_id }) => organisation_id));
  await audit(tx, ...[...keepers].map((keptBy) => ({ action: 'scores.read', subject, keptBy }) as const));
  return rows.map((row) => ({
    id: row.id,
    instrument: row.instrument as InstrumentId,
    at: row.answered_at,
    total: row.total,
    band: row.band as Band,
    flags: row.flags as Flag[],
    cutOff: cutOffNamed(row.cut_off)
  }));
}

/** From the first score to the latest, for each instrument answered at least twice. */
export async function changeOf(tx: Tx, subject: string): Promise<Change[]> {
  const byInstrument = Map.groupBy(await scoresOf(tx, subject), ({ instrument }) => instrument);
  return [...byInstrument.values()]
    .filter((scores) => scores.length > 1)
    .map((scores) =>
      changeBetween(scores[0]!.instrument, scores[0]!.total, scores.at(-1)!.total, scores[0]!.cutOff)
    );
}

/** The single answers, opened; null when they may not be seen or were erased. Always leaves an audit entry. */
export async function answersOf(tx: Tx, response: string): Promise<Answers | null> {
  const row = await tx
    .selectFrom('response_answers')
    .innerJoin('responses', 'responses.id', 'response_answers.response_id')
    .where('response_answers.response_id', '=', response)
    .select(['sealed', 'subject_id'])
    .executeTakeFirst();
  if (!row) return null;
  const [text] = await reveal(tx, row.subject_id, [{ text: row.sealed, place: placeOf(response) }]);
  return text ? (JSON.parse(text) as Answers) : null;
}

type KnownOfResponse = Omit<NewResponse, 'answers'>;

/** The person's own scores with every answer, for their copy of what is kept about them. */
export async function aboutMe(tx: Tx, person: Pick<Person, 'id'>) {
  const rows = await tx
    .selectFrom('responses')
    .leftJoin('response_answers as answers', (join) =>
      join
        .onRef('answers.organisation_id', '=', 'responses.organisation_id')
        .onRef('answers.response_id', '=', 'responses.id')
    )
    .where('subject_id', '=', person.id)
    .select(['id', 'instrument', 'answered_at', 'language', 'total', 'band', 'flags', 'sealed'])
    .orderBy('answered_at')
    .execute();
  const kept = rows.filter(({ sealed }) => sealed !== null);
  const opened = await reveal(
    tx,
    person.id,
    kept.map(({ id, sealed }) => ({ text: sealed!, place: placeOf(id) }))
  );
  const answers = new Map(kept.map(({ id }, index) => [id, opened[index]]));
  return rows.map(({ sealed: _, ...row }) => ({
    ...row,
    answers: JSON.parse(answers.get(row.id) ?? 'null') as Answers | null
  }));
}

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

function placeOf(response: string) {
  return { column: 'response_answers.sealed', row: response } as const;
}
