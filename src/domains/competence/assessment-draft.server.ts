/** What surrounds a result: the draft before it, the private note and the answer to harm kept with it, and who looked. */
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { reveal, seal } from '#platform/encryption/index.server.ts';

export type Draft = { ticks: string[]; itemTimes: ItemTimes; startedAt: Date };
/** When each item was last ticked, by item. */
export type ItemTimes = Record<string, string>;

/** Keeps what was ticked so far; only its assessor can. The first start stays. */
export async function keepDraft(
  tx: Tx,
  assessment: string,
  { ticks, itemTimes, startedAt }: Draft,
  person: Person
): Promise<void> {
  const written = { ticks, item_times: JSON.stringify(itemTimes), saved_at: now() };
  await tx
    .insertInto('assessment_drafts')
    .values({
      organisation_id: person.organisation.id,
      assessment_id: assessment,
      started_at: startedAt,
      ...written
    })
    .onConflict((conflict) => conflict.columns(['organisation_id', 'assessment_id']).doUpdateSet(written))
    .execute();
}

/** The draft of one's own assessment; null when there is none. */
export async function draftOf(tx: Tx, assessment: string): Promise<Draft | null> {
  const row = await tx
    .selectFrom('assessment_drafts')
    .where('assessment_id', '=', assessment)
    .select(['ticks', 'item_times', 'started_at'])
    .executeTakeFirst();
  return row ? { ticks: row.ticks, itemTimes: row.item_times as ItemTimes, startedAt: row.started_at } : null;
}

export async function forgetDraft(tx: Tx, assessment: string): Promise<void> {
  await tx.deleteFrom('assessment_drafts').where('assessment_id', '=', assessment).execute();
}

type About = { assessment: string; subject: string };

/** Seals the private note with the key of the person it is about. */
export async function keepNote(tx: Tx, { assessment, subject }: About, text: string, person: Person) {
  const sealed = await seal(tx, subject, text, { column: 'assessment_notes.sealed', row: assessment });
  await tx
    .insertInto('assessment_notes')
    .values({ organisation_id: person.organisation.id, assessment_id: assessment, sealed })
    .execute();
}

/** Seals what was done about the harm that was seen. */
export async function keepHarmAnswer(tx: Tx, { assessment, subject }: About, text: string, person: Person) {
  const sealed = await seal(tx, subject, text, { column: 'harm_answers.sealed', row: assessment });
  await tx
    .insertInto('harm_answers')
    .values({
      organisation_id: person.organisation.id,
      assessment_id: assessment,
      sealed,
      answered_at: now()
    })
    .execute();
}

export type Confided = { assessment: string; note: string | null; harm: string | null; looked: boolean };

/** The notes and answers about one person that the reader may open; each opening is on record. */
export async function confidedIn(tx: Tx, assessments: string[], subject: string): Promise<Confided[]> {
  if (assessments.length === 0) return [];
  const within = (table: 'assessment_notes' | 'harm_answers') =>
    tx
      .selectFrom(table)
      .where('assessment_id', 'in', assessments)
      .select(['assessment_id', 'sealed'])
      .execute();
  const notes = await within('assessment_notes');
  const harms = await within('harm_answers');
  const looks = await tx
    .selectFrom('harm_looks')
    .where('assessment_id', 'in', assessments)
    .select('assessment_id')
    .execute();
  const opened = async (rows: { assessment_id: string; sealed: Buffer }[], column: `${string}.sealed`) => {
    const texts = await reveal(
      tx,
      subject,
      rows.map(({ assessment_id, sealed }) => ({ text: sealed, place: { column, row: assessment_id } }))
    );
    return new Map(rows.map(({ assessment_id }, index) => [assessment_id, texts[index] ?? null]));
  };
  const note = await opened(notes, 'assessment_notes.sealed');
  const harm = await opened(harms, 'harm_answers.sealed');
  return assessments.map((assessment) => ({
    assessment,
    note: note.get(assessment) ?? null,
    harm: harm.get(assessment) ?? null,
    looked: looks.some(({ assessment_id }) => assessment_id === assessment)
  }));
}

/** Harm that was seen and answered, and that no supervisor has looked at yet, oldest first. */
export function harmToLookAt(tx: Tx, person: Person) {
  return tx
    .selectFrom('harm_answers')
    .innerJoin('assessments', 'assessments.id', 'harm_answers.assessment_id')
    .innerJoin('observations', 'observations.id', 'assessments.observation_id')
    .innerJoin('people', 'people.id', 'observations.person_id')
    .leftJoin('harm_looks', 'harm_looks.assessment_id', 'harm_answers.assessment_id')
    .where('harm_answers.organisation_id', '=', person.organisation.id)
    .where('observations.person_id', '<>', person.id)
    .where('harm_looks.assessment_id', 'is', null)
    .select(['harm_answers.assessment_id as id', 'people.name', 'harm_answers.answered_at'])
    .orderBy('harm_answers.answered_at');
}

/** A supervisor has looked; false when there is nothing of the kind for them. */
export async function lookAtHarm(tx: Tx, assessment: string, person: Person): Promise<boolean> {
  const there = await tx
    .selectFrom('harm_answers')
    .where('assessment_id', '=', assessment)
    .select('assessment_id')
    .executeTakeFirst();
  if (!there) return false;
  await tx
    .insertInto('harm_looks')
    .values({
      organisation_id: person.organisation.id,
      assessment_id: assessment,
      looked_by: person.id,
      looked_at: now()
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await audit(tx, { action: 'assessment.harm-looked-at', thing: { kind: 'assessment', id: assessment } });
  return true;
}
