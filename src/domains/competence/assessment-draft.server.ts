/** What surrounds a result: the draft before it, the private note and the answers to harm kept with it, and who looked. */
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { reveal, seal, sealAll } from '#platform/encryption/index.server.ts';
import { newId } from '#platform/ids.ts';
import type { HarmAnswers } from './harm-answer.ts';

/** Sealed in a draft as in a result. */
type Written = { note: string; harmAnswers: HarmAnswers };
export type Draft = Written & { ticks: string[]; itemTimes: ItemTimes; startedAt: Date };
/** When each item was last ticked, by item. */
export type ItemTimes = Record<string, string>;
/** An assessment, and whom it is about: with their key its words are sealed. */
type About = { assessment: string; subject: string };

/** Keeps what was ticked and written so far; only its assessor can. The first start stays. */
export async function keepDraft(
  tx: Tx,
  { assessment, subject }: About,
  { ticks, itemTimes, startedAt, note, harmAnswers }: Draft,
  person: Person
): Promise<void> {
  const anything = note !== '' || Object.values(harmAnswers).some((answer) => answer !== '');
  const written: Written = { note, harmAnswers };
  const kept = {
    ticks,
    item_times: JSON.stringify(itemTimes),
    sealed: anything ? await seal(tx, subject, JSON.stringify(written), draftPlace(assessment)) : null,
    saved_at: now()
  };
  await tx
    .insertInto('assessment_drafts')
    .values({
      organisation_id: person.organisation.id,
      assessment_id: assessment,
      started_at: startedAt,
      ...kept
    })
    .onConflict((conflict) => conflict.columns(['organisation_id', 'assessment_id']).doUpdateSet(kept))
    .execute();
}

/** The draft of one's own assessment, and when it was kept; null when there is none. */
export async function draftOf(
  tx: Tx,
  { assessment, subject }: About
): Promise<(Draft & { savedAt: Date }) | null> {
  const row = await tx
    .selectFrom('assessment_drafts')
    .where('assessment_id', '=', assessment)
    .select(['ticks', 'item_times', 'started_at', 'saved_at', 'sealed'])
    .executeTakeFirst();
  if (!row) return null;
  const [text] = row.sealed
    ? await reveal(tx, subject, [{ text: row.sealed, place: draftPlace(assessment) }])
    : [];
  const { note, harmAnswers }: Written = text ? JSON.parse(text) : { note: '', harmAnswers: {} };
  return {
    ticks: row.ticks,
    itemTimes: row.item_times as ItemTimes,
    startedAt: row.started_at,
    savedAt: row.saved_at,
    note,
    harmAnswers
  };
}

/** When a draft was begun and its items were ticked, without its words. */
export async function timesOfDraft(
  tx: Tx,
  assessment: string
): Promise<{ startedAt: Date; itemTimes: ItemTimes } | null> {
  const row = await tx
    .selectFrom('assessment_drafts')
    .where('assessment_id', '=', assessment)
    .select(['item_times', 'started_at'])
    .executeTakeFirst();
  return row ? { startedAt: row.started_at, itemTimes: row.item_times as ItemTimes } : null;
}

const draftPlace = (assessment: string) => ({ column: 'assessment_drafts.sealed', row: assessment }) as const;

export async function forgetDraft(tx: Tx, assessment: string): Promise<void> {
  await tx.deleteFrom('assessment_drafts').where('assessment_id', '=', assessment).execute();
}

/** Seals the private note with the key of the person it is about. */
export async function keepNote(tx: Tx, { assessment, subject }: About, text: string, person: Person) {
  const sealed = await seal(tx, subject, text, { column: 'assessment_notes.sealed', row: assessment });
  await tx
    .insertInto('assessment_notes')
    .values({ organisation_id: person.organisation.id, assessment_id: assessment, sealed })
    .execute();
}

/** Seals what was done about the harm that was seen, each answer with its item. */
export async function keepHarmAnswers(
  tx: Tx,
  { assessment, subject }: About,
  answers: { item: string; text: string }[],
  person: Person
) {
  const organisation_id = person.organisation.id;
  const rows = answers.map(({ item, text }) => ({ id: newId(), item, text }));
  const sealed = await sealAll(
    tx,
    rows.map(({ id, text }) => ({ subject, text, place: { column: 'item_harm_answers.sealed', row: id } }))
  );
  await tx
    .insertInto('harm_answers')
    .values({ organisation_id, assessment_id: assessment, answered_at: now() })
    .execute();
  await tx
    .insertInto('item_harm_answers')
    .values(
      rows.map(({ id, item }, index) => ({
        organisation_id,
        id,
        assessment_id: assessment,
        item,
        sealed: sealed[index]!
      }))
    )
    .execute();
}

/** `harm`: what was done about it, item by item; one without an item is from before, for the whole assessment. */
export type Confided = {
  assessment: string;
  note: string | null;
  harm: { item: string | null; answer: string }[];
  looked: boolean;
};

/** The notes and answers about one person that the reader may open; each opening is on record. */
export async function confidedIn(tx: Tx, assessments: string[], subject: string): Promise<Confided[]> {
  if (assessments.length === 0) return [];
  const notes = await opened(tx, subject, 'assessment_notes.sealed', await sealedNotes(tx, assessments));
  const harm = [
    ...(await opened(tx, subject, 'harm_answers.sealed', await sealedAnswersToAll(tx, assessments))),
    ...(await opened(tx, subject, 'item_harm_answers.sealed', await sealedAnswers(tx, assessments)))
  ];
  const looks = await tx
    .selectFrom('harm_looks')
    .where('assessment_id', 'in', assessments)
    .select('assessment_id')
    .execute();
  return assessments.map((assessment) => ({
    assessment,
    note: notes.find((one) => one.assessment === assessment)?.text ?? null,
    harm: harm
      .filter((one) => one.assessment === assessment)
      .map(({ item, text }) => ({ item, answer: text })),
    looked: looks.some(({ assessment_id }) => assessment_id === assessment)
  }));
}

type Sealed = { assessment: string; row: string; item: string | null; sealed: Buffer };

/** In their order, without those whose key was destroyed. */
async function opened(tx: Tx, subject: string, column: `${string}.sealed`, rows: Sealed[]) {
  const texts = await reveal(
    tx,
    subject,
    rows.map(({ row, sealed }) => ({ text: sealed, place: { column, row } }))
  );
  return rows.flatMap(({ assessment, item }, index) => {
    const text = texts[index];
    return text == null ? [] : [{ assessment, item, text }];
  });
}

async function sealedNotes(tx: Tx, assessments: string[]): Promise<Sealed[]> {
  const rows = await tx
    .selectFrom('assessment_notes')
    .where('assessment_id', 'in', assessments)
    .select(['assessment_id', 'sealed'])
    .execute();
  return rows.map(({ assessment_id: id, sealed }) => ({ assessment: id, row: id, item: null, sealed }));
}

async function sealedAnswersToAll(tx: Tx, assessments: string[]): Promise<Sealed[]> {
  const rows = await tx
    .selectFrom('harm_answers')
    .where('assessment_id', 'in', assessments)
    .where('sealed', 'is not', null)
    .select(['assessment_id', 'sealed'])
    .execute();
  return rows.map(({ assessment_id: id, sealed }) => ({
    assessment: id,
    row: id,
    item: null,
    sealed: sealed!
  }));
}

async function sealedAnswers(tx: Tx, assessments: string[]): Promise<Sealed[]> {
  const rows = await tx
    .selectFrom('item_harm_answers')
    .where('assessment_id', 'in', assessments)
    .select(['id', 'assessment_id', 'item', 'sealed'])
    .orderBy('id')
    .execute();
  return rows.map(({ id, assessment_id, item, sealed }) => ({
    assessment: assessment_id,
    row: id,
    item,
    sealed
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
