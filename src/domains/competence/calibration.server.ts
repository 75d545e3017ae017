/** Pieces for calibrating assessors, their references, and what each assessor made of them. */
import { sql } from 'kysely';
import { dayIn, now, type Day } from '#platform/clock/index.ts';
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { fileToSend, storeFile, type FileRefusal, type FileToSend } from '#platform/files/index.server.ts';
import { newId } from '#platform/ids.ts';
import {
  besideReference,
  calibrationDueOn,
  nextPiece,
  refusalToCalibrate,
  type CalibrationRefusal
} from './calibration.ts';
import type { PieceCause } from './calibration-withdrawal.ts';
import { policyOn } from './policy.server.ts';
import { rubricsHere } from './rubric.server.ts';
import { newestRubric, rubricAt, ticksOn, type Language, type Rubric } from './rubric.ts';
import { linesOf, transcripts, type TranscriptLine } from './transcript.ts';

export type Piece = {
  id: string;
  title: string;
  rubric: Rubric;
  /** One of our own transcripts, or null. */
  template: string | null;
  lines: TranscriptLine[];
  link: string | null;
  hasRecording: boolean;
  addedBy: string;
  /** Nobody ticks it any more. */
  withdrawn: { cause: PieceCause; reason: string; at: Date } | null;
};

/** Every piece of this organisation in the reader's language, oldest first. */
export async function piecesHere(tx: Tx, language: Language): Promise<Piece[]> {
  const rubrics = await rubricsHere(tx);
  const rows = await tx
    .selectFrom('calibration_pieces')
    .leftJoin('calibration_piece_withdrawals as withdrawal', 'withdrawal.piece_id', 'calibration_pieces.id')
    .where('calibration_pieces.organisation_id', '=', (query) => query.fn('current_organisation'))
    .selectAll('calibration_pieces')
    .select(['withdrawal.cause', 'withdrawal.reason', 'withdrawal.withdrawn_at'])
    .orderBy('added_at')
    .execute();
  return rows.map((row) => {
    const ours = transcripts.find(({ id }) => id === row.template);
    return {
      id: row.id,
      title: row.title ?? ours!.title[language],
      rubric: rubricAt(rubrics, row.rubric, row.rubric_version)!,
      template: row.template,
      lines: row.transcript === null ? ours!.lines[language] : linesOf(row.transcript),
      // What is seen behind it is no longer ours to show, either.
      link: row.cause === 'consent' ? null : row.link,
      hasRecording: row.recording_id !== null,
      addedBy: row.added_by,
      withdrawn: row.withdrawn_at && {
        cause: row.cause as PieceCause,
        reason: row.reason!,
        at: row.withdrawn_at
      }
    };
  });
}

export type NewPiece = {
  id: string;
  rubric: string;
  /** One of ours, or the organisation's own words. */
  words: { template: string } | { title: string; transcript: string; link: string | null };
  recording?: { name: string; bytes: Buffer };
  reference: { ticks: string[]; source: string; explanation: string };
};

/** Adds a piece with the reference its experts agreed. The same id again adds nothing. */
export async function addPiece(
  tx: Tx,
  { id, rubric, words, recording, reference }: NewPiece,
  person: Person
): Promise<FileRefusal | null> {
  const organisation_id = person.organisation.id;
  const version = newestRubric(await rubricsHere(tx), rubric)!;
  const recording_id = recording ? newId() : null;
  if (recording) {
    const refusal = await storeFile(tx, { id: recording_id!, ...recording, kind: 'calibration-recording' });
    if (refusal) return refusal;
  }
  const added = await tx
    .insertInto('calibration_pieces')
    .values({
      organisation_id,
      id,
      rubric,
      rubric_version: version.version,
      ...words,
      recording_id,
      added_by: person.id,
      added_at: now()
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!added) return null;
  const { ticks, source, explanation } = reference;
  await tx
    .insertInto('calibration_references')
    .values({
      organisation_id,
      piece_id: id,
      ticks: [...ticksOn(version, ticks)].sort(),
      source,
      explanation
    })
    .execute();
  await audit(tx, {
    action: 'calibration-piece.added',
    thing: { kind: 'calibration-piece', id },
    reason: source
  });
  return null;
}

/** The recording of a piece; null where there is none. */
export async function openRecording(tx: Tx, piece: string): Promise<FileToSend | null> {
  const row = await tx
    .selectFrom('calibration_pieces')
    .where('id', '=', piece)
    .select('recording_id')
    .executeTakeFirst();
  return row?.recording_id ? fileToSend(tx, row.recording_id) : null;
}

/** The reference of a piece, for whoever added it or has handed in their own ticks; for others null. */
export async function referenceOf(
  tx: Tx,
  piece: string
): Promise<{ ticks: string[]; source: string; explanation: string } | null> {
  const row = await tx
    .selectFrom('calibration_references')
    .where('piece_id', '=', piece)
    .select(['ticks', 'source', 'explanation'])
    .executeTakeFirst();
  return row ?? null;
}

/** Keeps what an assessor ticked on a piece, with how far it agrees with the reference. */
export async function calibrate(
  tx: Tx,
  { id, piece, ticks }: { id: string; piece: string; ticks: string[] },
  person: Person
): Promise<CalibrationRefusal | null> {
  const asked = (await piecesHere(tx, 'en')).find((one) => one.id === piece);
  if (!asked) return 'no-such-piece';
  const today = dayIn(person.organisation.timeZone);
  const taken = await calibrationsOf(tx, person.id);
  if (taken.some((one) => one.id === id)) return null;
  const refusal = refusalToCalibrate(
    {
      ...asked,
      own: asked.addedBy === person.id,
      lastTakenOn: taken.find((one) => one.piece === piece)?.on ?? null
    },
    await policyOn(tx, today),
    today
  );
  if (refusal) return refusal;
  const seen = [...ticksOn(asked.rubric, ticks)].sort();
  const { rows } = await sql<{
    ticks: string[];
  }>`select calibration_reference(${piece}::uuid) as ticks`.execute(tx);
  const { same, items, kappa } = besideReference(asked.rubric.items, seen, rows[0]!.ticks);
  await tx
    .insertInto('calibrations')
    .values({
      organisation_id: person.organisation.id,
      id,
      piece_id: piece,
      assessor_id: person.id,
      ticks: seen,
      same,
      items: items.length,
      kappa: kappa?.toFixed(4) ?? null,
      handed_in_on: today,
      handed_in_at: now()
    })
    .execute();
  await audit(tx, { action: 'calibration.handed-in', thing: { kind: 'calibration', id } });
  return null;
}

export type Calibration = {
  id: string;
  piece: string;
  assessor: string;
  ticks: string[];
  same: number;
  count: number;
  kappa: number | null;
  on: Day;
};

/** The calibrations the reader may see, newest first; of one assessor where one is named. */
export async function calibrationsOf(tx: Tx, assessor?: string): Promise<Calibration[]> {
  const rows = await tx
    .selectFrom('calibrations')
    .where('organisation_id', '=', (query) => query.fn('current_organisation'))
    .$if(assessor !== undefined, (query) => query.where('assessor_id', '=', assessor!))
    .selectAll()
    .orderBy('handed_in_at', 'desc')
    .execute();
  return rows.map(({ id, piece_id, assessor_id, ticks, same, items, kappa, handed_in_on }) => ({
    id,
    piece: piece_id,
    assessor: assessor_id,
    ticks,
    same,
    count: items,
    kappa: kappa === null ? null : Number(kappa),
    on: handed_in_on
  }));
}

/** What an assessor is to be calibrated on next, and by when; null where there is nothing for them. */
export async function calibrationAhead(
  tx: Tx,
  person: Person,
  language: Language
): Promise<{ piece: Piece; dueOn: Day; first: boolean } | null> {
  const pieces = (await piecesHere(tx, language)).filter(
    ({ addedBy, withdrawn }) => addedBy !== person.id && !withdrawn
  );
  if (pieces.length === 0) return null;
  const today = dayIn(person.organisation.timeZone);
  const taken = await calibrationsOf(tx, person.id);
  const lastTaken = new Map(taken.toReversed().map(({ piece, on }) => [piece, on]));
  return {
    piece: nextPiece(pieces, lastTaken)!,
    dueOn: calibrationDueOn(taken[0]?.on ?? null, await policyOn(tx, today), today),
    first: taken.length === 0
  };
}
