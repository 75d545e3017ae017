/** Pictures and recordings of a course. */
import type { Person } from '#platform/access/index.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import {
  fileToSend,
  forgetFile,
  openFile,
  storeFile,
  type FileRefusal,
  type FileToSend
} from '#platform/files/index.server.ts';
import { newId } from '#platform/ids.ts';
import { m } from '#messages';
import type { Media } from './lesson-text.server.ts';

export type NewMedia = {
  id: string;
  course: string;
  title: string;
  transcript: string;
  file: { name: string; bytes: Buffer };
  captions: { name: string; bytes: Buffer } | null;
};
export type MediaRefusal = FileRefusal | 'no-transcript' | 'captions-not-read';
export const mediaRefusals = {
  empty: m.training_media_refusal_empty,
  'too-large': m.training_media_refusal_too_large,
  'wrong-type': m.training_media_refusal_wrong_type,
  'wrong-ending': m.training_media_refusal_wrong_type,
  'no-transcript': m.training_media_refusal_no_transcript,
  'captions-not-read': m.training_media_refusal_captions
} satisfies Record<MediaRefusal, () => string>;

/** Adds a picture or recording. Who cannot hear reads instead, so a recording comes with its words. */
export async function addMedia(tx: Tx, media: NewMedia, person: Person): Promise<MediaRefusal | null> {
  const refusal = await storeFile(tx, { id: media.id, ...media.file, kind: 'lesson-media' });
  if (refusal) return refusal;
  const { mediaType } = (await openFile(tx, media.id))!;
  const captions = media.captions && newId();
  const fault =
    mediaType.startsWith('audio/') && !media.transcript.trim()
      ? 'no-transcript'
      : media.captions &&
          captions &&
          (await storeFile(tx, { id: captions, ...media.captions, kind: 'captions' }))
        ? 'captions-not-read'
        : null;
  if (fault) {
    await forgetFile(tx, media.id);
    return fault;
  }
  await tx
    .insertInto('course_media')
    .values({
      organisation_id: person.organisation.id,
      id: media.id,
      course_id: media.course,
      media_type: mediaType,
      title: media.title,
      transcript: media.transcript.trim() || null,
      captions_id: captions,
      added_by: person.id,
      added_at: now()
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return null;
}

/** A course's media, for those who take it or write it. */
export async function mediaOf(tx: Tx, course: string): Promise<Media[]> {
  const rows = await tx
    .selectFrom('course_media')
    .where('course_id', '=', course)
    .select(['id', 'media_type', 'title', 'transcript', 'captions_id'])
    .orderBy('added_at')
    .orderBy('id')
    .execute();
  return rows.map(({ media_type, captions_id, ...media }) => ({
    ...media,
    mediaType: media_type,
    captions: captions_id
  }));
}

/** How many bytes each file of these media has, captions among them. */
export async function bytesOfMedia(tx: Tx, media: Media[]): Promise<Map<string, number>> {
  const files = media.flatMap(({ id, captions }) => (captions ? [id, captions] : [id]));
  if (files.length === 0) return new Map();
  const rows = await tx.selectFrom('stored_files').where('id', 'in', files).select(['id', 'bytes']).execute();
  return new Map(rows.map(({ id, bytes }) => [id, bytes]));
}

/** One of a course's files, or null where the speaker may not have it or it belongs elsewhere. */
export async function openMedia(
  tx: Tx,
  { course, file }: { course: string; file: string }
): Promise<FileToSend | null> {
  const media = (await mediaOf(tx, course)).some(({ id, captions }) => file === id || file === captions);
  return media ? fileToSend(tx, file) : null;
}
