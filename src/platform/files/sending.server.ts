/** A file on its way to a browser: as it is read, so that a recording is never whole in memory, and in pieces where one is asked for. */
import { createHash } from 'node:crypto';
import { contentRange, pieceAsked, stillTheSame, type Piece } from '#platform/http/range.ts';
import { log } from '#platform/log/index.server.ts';
import type { Bytes } from './store.server.ts';

export type FileToSend = {
  name: string;
  mediaType: string;
  /** In bytes. */
  size: number;
  sha256: string;
  read: (piece: Piece | 'whole') => Promise<Bytes>;
};

/** A file of no bytes, which no store keeps. */
export const emptyFile = (name: string, mediaType: string): FileToSend => ({
  ...{ name, mediaType, size: 0, sha256: createHash('sha256').digest('hex') },
  read: async () => new Blob().stream()
});

/** Answers with the file, or the piece of it that the request asks for (RFC 9110, 14). */
export async function sendFile(
  { mediaType, size, sha256, read }: Pick<FileToSend, 'mediaType' | 'size' | 'sha256' | 'read'>,
  request: Pick<Request, 'method' | 'headers'>,
  given: Record<string, string>
): Promise<Response> {
  // What is compressed on its way is another file to whoever puts pieces together; sound and film are not.
  const tag = /^(audio|video)\//.test(mediaType) ? `"${sha256}"` : null;
  const headers = { ...given, 'accept-ranges': 'bytes', ...(tag && { etag: tag }) };
  const mayBePiece = request.method === 'GET' && stillTheSame(request.headers.get('if-range'), tag);
  const piece = pieceAsked(mayBePiece ? request.headers.get('range') : null, size);
  if (piece === 'none-there')
    return new Response(null, {
      status: 416,
      headers: { ...headers, 'content-range': contentRange(piece, size) }
    });
  const body = request.method === 'HEAD' || size === 0 ? null : await read(piece);
  if (piece === 'whole')
    return new Response(body, { headers: { ...headers, 'content-length': String(size) } });
  return new Response(body, {
    status: 206,
    headers: {
      ...headers,
      'content-length': String(piece.to - piece.from + 1),
      'content-range': contentRange(piece, size)
    }
  });
}

/** Lets bytes through and breaks off where, all in all, they are not those that were stored. A piece cannot be held against it. */
export function comparedWith(id: string, sha256: string) {
  const hash = createHash('sha256');
  return new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, out) {
      hash.update(chunk);
      out.enqueue(chunk);
    },
    flush(out) {
      if (hash.digest('hex') === sha256) return;
      const error = new Error(`The stored file ${id} is not what was stored.`);
      log.error({ error }, 'a file was not sent to its end');
      out.error(error);
    }
  });
}
