/** What somebody answered, read back as scores, change and single answers. */
import { sql } from 'kysely';
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { reveal } from '#platform/encryption/index.server.ts';
import { changeBetween, type Change } from './change.ts';
import { cutOffNamed, type CutOff } from './cut-off.ts';
import type { InstrumentId } from './instrument.ts';
import { placeOf } from './response.server.ts';
import type { Answers, Band, Flag } from './score.ts';

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
