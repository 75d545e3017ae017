import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AwsV4Signer } from 'aws4fetch';
import { expect, test } from 'vitest';
import { newId } from '#platform/ids.ts';
import { runJobNow } from '#platform/jobs/index.server.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';
import { downloadHeaders, forgetFile, openFile, storeFile } from './index.server.ts';
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
    response.writeHead(200).end(request.method === 'GET' ? found : undefined);
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
    await store.remove('org/file');
    await expect(store.get('org/file')).rejects.toThrow('404');
    const thief = bucketStore(new URL(`s3://key:wrong@127.0.0.1:${bucket.port}/bucket/trellis?tls=0`));
    await expect(thief.put('org/file', csv)).rejects.toThrow('403');
    expect(bucket.kept.size).toBe(0);
  } finally {
    bucket.close();
  }
});
