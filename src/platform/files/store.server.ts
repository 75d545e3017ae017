/** Where bytes lie: a folder on this machine, or an S3-compatible store. Names are `organisation/id`, never a person's words. */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AwsClient } from 'aws4fetch';
import type { Settings } from '#platform/settings/index.server.ts';

export type Store = {
  put: (key: string, bytes: Buffer) => Promise<void>;
  get: (key: string) => Promise<Buffer>;
  remove: (key: string) => Promise<void>;
};

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
    remove: (key) => rm(fileOf(key), { force: true })
  };
}

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
  const ask = async (method: string, key: string, bytes?: Buffer) => {
    const reply = await client.fetch(`${base}/${key}`, { method, body: bytes && new Uint8Array(bytes) });
    const gone = method === 'DELETE' && reply.status === 404;
    if (!reply.ok && !gone) throw new Error(`The file store answered ${reply.status} to ${method}.`);
    return Buffer.from(await reply.arrayBuffer());
  };
  return {
    put: async (key, bytes) => void (await ask('PUT', key, bytes)),
    get: (key) => ask('GET', key),
    remove: async (key) => void (await ask('DELETE', key))
  };
}
