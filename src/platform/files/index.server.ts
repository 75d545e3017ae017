/**
 * Files that people put in. A file is what its content is; it is kept for one purpose, belongs to its giver, and leaves
 * only as a download that no browser will run.
 */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { defineJob, later } from '#platform/jobs/index.server.ts';
import { settings } from '#platform/settings/index.server.ts';
import { refusalToStore, type FileKind, type FileRefusal } from './kinds.ts';
import { mediaTypeOf } from './media-type.server.ts';
import { comparedWith, type FileToSend } from './sending.server.ts';
import { openStore } from './store.server.ts';

export { type FileKind, type FileRefusal } from './kinds.ts';
export { isProgram, partTypeOf } from './parts.server.ts';
export { emptyFile, sendFile, type FileToSend } from './sending.server.ts';

export type NewFile = { id: string; name: string; bytes: Buffer; kind: FileKind };
export type OpenFile = { name: string; mediaType: string; bytes: Buffer };

/** Keeps a file as the speaker's. Returns why not, or null. The same id again keeps the first. */
export async function storeFile(tx: Tx, { id, name, bytes, kind }: NewFile): Promise<FileRefusal | null> {
  const mediaType = await mediaTypeOf(bytes);
  const plainName = plainFileName(name);
  const refusal = refusalToStore(kind, { mediaType, bytes: bytes.length, name: plainName });
  if (refusal) return refusal;
  const kept = await tx
    .insertInto('stored_files')
    .values({
      organisation_id: sql<string>`current_organisation()`,
      id,
      name: plainName,
      kind,
      media_type: mediaType!,
      bytes: bytes.length,
      sha256: sha256(bytes),
      stored_by: sql<string>`current_person()`,
      stored_at: now()
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning(['organisation_id'])
    .executeTakeFirst();
  if (kept) await openStore(settings()).put(`${kept.organisation_id}/${id}`, bytes);
  return null;
}

export type NewPart = { id: string; name: string; bytes: Buffer; mediaType: string };

/** Keeps many files at once as the speaker's: the parts of an archive, looked at by `isProgram` before. None of them is empty. */
export async function storeParts(tx: Tx, parts: NewPart[]): Promise<void> {
  if (parts.length === 0) return;
  const kept = await tx
    .insertInto('stored_files')
    .values(
      parts.map(({ id, name, bytes, mediaType }) => ({
        organisation_id: sql<string>`current_organisation()`,
        id,
        name: plainFileName(name),
        kind: 'archive-part',
        media_type: mediaType,
        bytes: bytes.length,
        sha256: sha256(bytes),
        stored_by: sql<string>`current_person()`,
        stored_at: now()
      }))
    )
    .returning(['organisation_id', 'id'])
    .execute();
  const bytesOf = new Map(parts.map(({ id, bytes }) => [id, bytes]));
  const store = openStore(settings());
  for (const { organisation_id, id } of kept) await store.put(`${organisation_id}/${id}`, bytesOf.get(id)!);
}

function fileOf(tx: Tx, id: string) {
  return tx
    .selectFrom('stored_files')
    .where('id', '=', id)
    .select(['organisation_id', 'name', 'media_type', 'bytes', 'sha256'])
    .executeTakeFirst();
}

/** A file the speaker may see, whole and as it was given; null when there is none. Throws when its bytes have changed. */
export async function openFile(tx: Tx, id: string): Promise<OpenFile | null> {
  const file = await fileOf(tx, id);
  if (!file) return null;
  const bytes = await openStore(settings()).get(`${file.organisation_id}/${id}`);
  if (sha256(bytes) !== file.sha256) throw new Error(`The stored file ${id} is not what was stored.`);
  return { name: file.name, mediaType: file.media_type, bytes };
}

/** A file the speaker may see, to be sent as it is read from where it lies; null when there is none. */
export async function fileToSend(tx: Tx, id: string): Promise<FileToSend | null> {
  const file = await fileOf(tx, id);
  if (!file) return null;
  const { name, media_type: mediaType, bytes: size, sha256 } = file;
  const store = openStore(settings());
  return {
    ...{ name, mediaType, size, sha256 },
    read: async (piece) => {
      const bytes = await store.read(`${file.organisation_id}/${id}`, piece);
      return piece === 'whole' ? bytes.pipeThrough(comparedWith(id, sha256)) : bytes;
    }
  };
}

/** Forgets a file: its row now, its bytes when this transaction has committed. */
export async function forgetFile(tx: Tx, id: string): Promise<void> {
  const gone = await tx.deleteFrom('stored_files').where('id', '=', id).returning('id').executeTakeFirst();
  if (gone) await later(tx, 'forget-file-bytes', { file: id });
}

/** The headers with which a file may be sent: saved, not shown; and if shown all the same, powerless. */
export function downloadHeaders({
  name,
  mediaType
}: Pick<OpenFile, 'name' | 'mediaType'>): Record<string, string> {
  const ascii = name.replace(/[^\w.-]/g, '_');
  return {
    'content-type': mediaType,
    'content-disposition': `attachment; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(name)}`,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': 'no-store'
  };
}

export function assembleFiles(): void {
  defineJob('forget-file-bytes', (_tx, { organisation, file }) =>
    openStore(settings()).remove(`${organisation}/${file}`)
  );
}

const nameLengthMax = 200;

// The name is shown, never used as a path. Control characters and separators would only mislead.
function plainFileName(name: string): string {
  const plain = name
    .toWellFormed()
    .replace(/[\u0000-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069/\\]/g, ' ')
    .trim();
  return plain.slice(-nameLengthMax) || 'file';
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
