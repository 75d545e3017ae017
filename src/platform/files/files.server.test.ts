import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readdir, readlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AwsV4Signer } from 'aws4fetch';
import { expect, test } from 'vitest';
import { newId } from '#platform/ids.ts';
import { runJobNow } from '#platform/jobs/index.server.ts';
import { settings } from '#platform/settings/index.server.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';
import { downloadHeaders, fileToSend, forgetFile, openFile, sendFile, storeFile } from './index.server.ts';
import { bucketStore } from './store.server.ts';

const database = onDatabase();
const csv = Buffer.from('name,people\nAlpha,1\n');

test('what somebody put in comes out as it went in, for them and an administrator only', async () => {
  const { person, as } = await village(database);
  const [salma, other, boss] = [
    await person('Salma', 'coordinator'),
    await person('Other', 'coordinator'),
    await person('Boss', 'administrator')
  ];
  const id = newId();
  const file = { id, name: 'places.csv', bytes: csv, kind: 'spreadsheet' as const };
  expect(await as(salma, (tx) => storeFile(tx, file))).toBeNull();
  expect(await as(salma, (tx) => openFile(tx, id))).toEqual({
    name: 'places.csv',
    mediaType: 'text/csv',
    bytes: csv
  });
  expect(await as(boss, (tx) => openFile(tx, id))).toMatchObject({ bytes: csv });
  expect(await as(other, (tx) => openFile(tx, id))).toBeNull();
  const stranger = await village(database);
  const tom = await stranger.person('Tom', 'administrator');
  expect(await stranger.as(tom, (tx) => openFile(tx, id))).toBeNull();
});

test('the same id again keeps the first file', async () => {
  const { person, as } = await village(database);
  const salma = await person('Salma', 'coordinator');
  const file = { id: newId(), name: 'places.csv', bytes: csv, kind: 'spreadsheet' as const };
  await as(salma, (tx) => storeFile(tx, file));
  await as(salma, (tx) => storeFile(tx, { ...file, bytes: Buffer.from('other,text\n1,2') }));
  expect(await as(salma, (tx) => openFile(tx, file.id))).toMatchObject({ bytes: csv });
});

test('a forgotten file is gone for everybody, and its bytes with it', async () => {
  const { person, as, organisation } = await village(database);
  const salma = await person('Salma', 'coordinator');
  const id = newId();
  await as(salma, (tx) => storeFile(tx, { id, name: 'places.csv', bytes: csv, kind: 'spreadsheet' }));
  await as(salma, (tx) => forgetFile(tx, id));
  await runJobNow(database.database, 'forget-file-bytes', { organisation, file: id });
  expect(await as(salma, (tx) => openFile(tx, id))).toBeNull();
});

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64'
);

test.each([
  ['a picture called a table', 'places.csv', png, 'wrong-type'],
  ['a page called a table', 'places.csv', Buffer.from('<script>alert(1)</script>'), 'wrong-type'],
  [
    'a program called a table',
    'places.csv',
    Buffer.from('\u007fELF\u0002\u0001\u0001\u0000\u0000'),
    'wrong-type'
  ],
  [
    'a bare archive called a workbook',
    'places.xlsx',
    Buffer.from([0x50, 0x4b, 0x03, 0x04, 0, 0, 0, 0]),
    'wrong-type'
  ],
  ['a table called a workbook', 'places.xlsx', csv, 'wrong-ending'],
  ['nothing at all', 'places.csv', Buffer.alloc(0), 'empty'],
  ['far too much', 'places.csv', Buffer.alloc(20 * 1024 * 1024, 'a'), 'too-large']
])('%s is refused', async (_what, name, bytes, refusal) => {
  const { person, as } = await village(database);
  const salma = await person('Salma', 'coordinator');
  expect(await as(salma, (tx) => storeFile(tx, { id: newId(), name, bytes, kind: 'spreadsheet' }))).toBe(
    refusal
  );
});

test('a file leaves only as a download, whatever its name says', () => {
  const headers = downloadHeaders({ name: 'a"\r\nx: y/é.csv', mediaType: 'text/csv' });
  expect(headers['content-disposition']).toBe(
    `attachment; filename="a___x__y__.csv"; filename*=UTF-8''a%22%0D%0Ax%3A%20y%2F%C3%A9.csv`
  );
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox"
  });
});

const wav = Buffer.from('UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA=', 'base64');

/** A recording somebody put in, asked for as a player asks. */
async function recording() {
  const { person, as, organisation } = await village(database);
  const salma = await person('Salma', 'coordinator');
  const id = newId();
  const given = { id, name: 'greeting.wav', bytes: wav, kind: 'lesson-media' as const };
  expect(await as(salma, (tx) => storeFile(tx, given))).toBeNull();
  const file = (await as(salma, (tx) => fileToSend(tx, id)))!;
  const ask = async (headers: Record<string, string> = {}, method = 'GET') => {
    const reply = await sendFile(file, { method, headers: new Headers(headers) }, downloadHeaders(file));
    const said = Object.fromEntries(reply.headers);
    return { status: reply.status, said, bytes: Buffer.from(await reply.arrayBuffer()) };
  };
  return { file, ask, path: path.join(settings().data, 'files', organisation, id) };
}

test('a recording is sent whole, or the piece of it that is asked for', async () => {
  const { ask } = await recording();
  const whole = await ask();
  expect(whole).toMatchObject({ status: 200, bytes: wav });
  expect(whole.said).toMatchObject({ 'accept-ranges': 'bytes', 'content-length': `${wav.length}` });
  expect(whole.said['content-range']).toBeUndefined();
  const piece = await ask({ range: 'bytes=8-11' });
  expect(piece).toMatchObject({ status: 206, bytes: Buffer.from('WAVE') });
  expect(piece.said).toMatchObject({
    'content-range': `bytes 8-11/${wav.length}`,
    'content-length': '4',
    'content-type': 'audio/wav',
    'x-content-type-options': 'nosniff'
  });
  expect(await ask({ range: `bytes=${wav.length}-` })).toMatchObject({
    status: 416,
    said: { 'content-range': `bytes */${wav.length}` },
    bytes: Buffer.alloc(0)
  });
  expect(await ask({ range: 'bytes=0-1,4-5' })).toMatchObject({ status: 200, bytes: wav });
  expect(await ask({ range: 'bytes=0-1' }, 'HEAD')).toMatchObject({ status: 200, bytes: Buffer.alloc(0) });
});

test('who holds pieces of something else is given the whole', async () => {
  const { ask } = await recording();
  const { etag } = (await ask()).said;
  expect(await ask({ range: 'bytes=8-11', 'if-range': etag! })).toMatchObject({ status: 206 });
  expect(await ask({ range: 'bytes=8-11', 'if-range': '"older"' })).toMatchObject({
    status: 200,
    bytes: wav
  });
});

test('a file whose bytes were changed where they lie does not arrive as if it were whole', async () => {
  const { ask, path } = await recording();
  await writeFile(path, Buffer.alloc(wav.length));
  await expect(ask()).rejects.toThrow('is not what was stored');
});

test('a player that stops listening lets go of the file', async () => {
  const { file, path } = await recording();
  await writeFile(path, Buffer.alloc(8_000_000));
  const held = async () => {
    const links = await Promise.all(
      (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => ''))
    );
    return links.filter((link) => link === path).length;
  };
  const reader = (await file.read({ from: 0, to: 7_999_999 })).getReader();
  await reader.read();
  expect(await held()).toBe(1);
  await reader.cancel();
  await expect.poll(held).toBe(0);
});

// A store on loopback that keeps bytes for whoever signs as an S3 client must; it signs each request anew and compares.
async function smallBucket(secret: string) {
  const kept = new Map<string, Buffer>();
  const server = createServer(async (request, response) => {
    const body = await bytesOf(request);
    const given = request.headers.authorization ?? '';
    const signer = new AwsV4Signer({
      method: request.method!,
      url: `http://${request.headers.host}${request.url}`,
      headers: { 'x-amz-content-sha256': String(request.headers['x-amz-content-sha256']) },
      accessKeyId: 'key',
      secretAccessKey: secret,
      service: 's3',
      region: 'us-east-1',
      datetime: String(request.headers['x-amz-date'])
    });
    if (given !== (await signer.authHeader())) return response.writeHead(403).end();
    if (request.method === 'PUT') kept.set(request.url!, body);
    if (request.method === 'DELETE') kept.delete(request.url!);
    const found = kept.get(request.url!);
    if (request.method === 'GET' && !found) return response.writeHead(404).end();
    if (request.method !== 'GET') return response.writeHead(200).end();
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
    if (from) return response.writeHead(206).end(found!.subarray(Number(from), Number(to) + 1));
    response.writeHead(200).end(found);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { kept, port: (server.address() as AddressInfo).port, close: () => server.close() };
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

test('an S3 store keeps, gives back and forgets for one who signs with the right secret', async () => {
  const bucket = await smallBucket('right');
  try {
    const store = bucketStore(new URL(`s3://key:right@127.0.0.1:${bucket.port}/bucket/trellis?tls=0`));
    await store.put('org/file', csv);
    expect([...bucket.kept.keys()]).toEqual(['/bucket/trellis/org/file']);
    expect(await store.get('org/file')).toEqual(csv);
    const read = async (piece: Parameters<typeof store.read>[1]) =>
      new Response(await store.read('org/file', piece)).text();
    expect(await read('whole')).toBe(csv.toString());
    expect(await read({ from: 5, to: 10 })).toBe('people');
    await store.remove('org/file');
    await expect(store.get('org/file')).rejects.toThrow('404');
    const thief = bucketStore(new URL(`s3://key:wrong@127.0.0.1:${bucket.port}/bucket/trellis?tls=0`));
    await expect(thief.put('org/file', csv)).rejects.toThrow('403');
    expect(bucket.kept.size).toBe(0);
  } finally {
    bucket.close();
  }
});
