/** Where bytes lie: a folder on this machine, or an S3-compatible store. Names are `organisation/id`, never a person's words. */
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { ReadableStream as NodeStream } from 'node:stream/web';
import { AwsClient } from 'aws4fetch';
import type { Piece } from '#platform/http/range.ts';
import type { Settings } from '#platform/settings/index.server.ts';

export type Store = {
  put: (key: string, bytes: Buffer) => Promise<void>;
  get: (key: string) => Promise<Buffer>;
  /** All of it, or a piece, as it comes in. Nothing of it is kept in memory; whoever stops reading closes it. */
  read: (key: string, piece: Piece | 'whole') => Promise<Bytes>;
  remove: (key: string) => Promise<void>;
};

export type Bytes = ReadableStream<Uint8Array<ArrayBuffer>>;

/** The store that these settings name. */
export function openStore({ filesS3, data }: Pick<Settings, 'filesS3' | 'data'>): Store {
  return filesS3 ? bucketStore(new URL(filesS3)) : folderStore(path.join(data, 'files'));
}

function folderStore(folder: string): Store {
  const fileOf = (key: string) => path.join(folder, key);
  return {
    put: async (key, bytes) => {
      await mkdir(path.dirname(fileOf(key)), { recursive: true, mode: 0o700 });
      // Written beside and moved into place, so that nobody ever reads half a file.
      const beside = `${fileOf(key)}.part`;
      await writeFile(beside, bytes, { mode: 0o600, flush: true });
      await rename(beside, fileOf(key));
    },
    get: (key) => readFile(fileOf(key)),
    read: async (key, piece) => {
      const file = await open(fileOf(key));
      const { from, to } = piece === 'whole' ? { from: 0, to: Infinity } : piece;
      return bytesFrom(Readable.toWeb(file.createReadStream({ start: from, end: to })));
    },
    remove: (key) => rm(fileOf(key), { force: true })
  };
}

// Node's own kind of stream, which is the web's in all but its type.
const bytesFrom = (stream: NodeStream) => stream as unknown as Bytes;

/**
 * `s3://KEY:SECRET@host[:port]/bucket[/prefix]?region=…` over https, or http with `?tls=0` for a store on this machine.
 */
export function bucketStore(address: URL): Store {
  const scheme = address.searchParams.get('tls') === '0' ? 'http' : 'https';
  const base = `${scheme}://${address.host}${address.pathname.replace(/\/$/, '')}`;
  const client = new AwsClient({
    accessKeyId: decodeURIComponent(address.username),
    secretAccessKey: decodeURIComponent(address.password),
    service: 's3',
    region: address.searchParams.get('region') ?? 'us-east-1'
  });
  const ask = async (method: string, key: string, given: { body?: BodyInit; headers?: HeadersInit } = {}) => {
    const reply = await client.fetch(`${base}/${key}`, { method, ...given });
    const gone = method === 'DELETE' && reply.status === 404;
    if (!reply.ok && !gone) throw new Error(`The file store answered ${reply.status} to ${method}.`);
    return reply;
  };
  return {
    put: async (key, bytes) => void (await ask('PUT', key, { body: new Uint8Array(bytes) })),
    get: async (key) => Buffer.from(await (await ask('GET', key)).arrayBuffer()),
    read: async (key, piece) => {
      if (piece === 'whole') return (await ask('GET', key)).body!;
      const reply = await ask('GET', key, { headers: { range: `bytes=${piece.from}-${piece.to}` } });
      if (reply.status !== 206)
        throw new Error('The file store sent the whole of what a piece was asked of.');
      return reply.body!;
    },
    remove: async (key) => void (await ask('DELETE', key))
  };
}
