import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import pg from 'pg';
import { afterAll, expect, inject, test } from 'vitest';
import { eraseMyself } from '#domains/people/index.server.ts';
import { backUp, restore } from '#platform/backup/index.server.ts';
import { nameOf, speakPlainly, tablesOf, tell } from '#platform/backup/tables.server.ts';
import { readingAll } from '#platform/backup/reader.server.ts';
import { openPool, type Addresses } from '#platform/database/index.server.ts';
import { erasuresIn, seal } from '#platform/encryption/index.server.ts';
import { closeIdentity, openIdentity } from '#platform/identity/index.server.ts';
import { closeQueue, openQueue, runJobNow } from '#platform/jobs/index.server.ts';
import { createQueues } from '#platform/jobs/schema.server.ts';
import { storeFile } from '#platform/files/index.server.ts';
import { newId } from '#platform/ids.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';
import { eraseAgain } from './restore.ts';

const database = onDatabase();
const restored: string[] = [];
afterAll(async () => {
  for (const name of restored) await database.owner.query(`drop database if exists ${name} with (force)`);
});
const quiet = () => undefined;
const place = () => ({ data: inject('folder'), filesS3: undefined });
const emptyPlace = () => ({
  data: mkdtempSync(path.join(tmpdir(), 'trellis-restored-')),
  filesS3: undefined
});
const aFolder = () => path.join(mkdtempSync(path.join(tmpdir(), 'trellis-backup-')), 'monday');

test('what was backed up comes back, table by table, and nobody else can see it than before', async () => {
  await aSmallHistory();
  const folder = aFolder();
  const kept = await backUp(database.addresses, place(), folder, quiet);
  expect(kept.tables.find(({ name }) => name === 'person_keys')!.rows).toBeGreaterThan(0);
  const copy = emptyDatabase();
  const home = emptyPlace();
  await restore(copy, home, folder, quiet, createQueues);

  expect(await hashesOf(copy)).toEqual(await hashesOf(database.addresses));
  expect(await guardsOf(copy)).toEqual(await guardsOf(database.addresses));
  for (const { path: file } of kept.files) expect(existsSync(path.join(home.data, 'files', file))).toBe(true);
  expect(kept.files.length).toBeGreaterThan(0);
});

test('whoever asked to be erased after the backup stays erased', async () => {
  const { heron, asHeron, organisation } = await aSmallHistory();
  const folder = aFolder();
  await backUp(database.addresses, place(), folder, quiet);
  await asHeron((tx) => eraseMyself(tx, heron));
  await runJobNow(database.database, 'note-erasure', { organisation, people: heron.id });
  expect(erasuresIn()).toContain(heron.id);

  const copy = emptyDatabase();
  await restore(copy, emptyPlace(), folder, quiet, createQueues);
  expect((await keyOf(copy, heron.id)).wrapped).not.toBeNull();
  // What `restore` opens anew, on the database that is there now.
  const pool = openPool(copy);
  openIdentity(copy);
  await closeQueue();
  await openQueue(copy);
  expect(await eraseAgain(pool, erasuresIn())).toBe(1);
  expect(await eraseAgain(pool, erasuresIn())).toBe(0);
  await closeQueue();
  await openQueue(database.addresses);
  await closeIdentity();
  await pool.destroy();
  expect((await keyOf(copy, heron.id)).wrapped).toBeNull();
});

test('a backup with one row changed is refused, and nothing of it is kept', async () => {
  await aSmallHistory();
  const folder = aFolder();
  await backUp(database.addresses, place(), folder, quiet);
  const table = path.join(folder, 'tables', 'public.people.copy.gz');
  writeFileSync(
    table,
    gzipSync(gunzipSync(readFileSync(table)).toString().replace('Quiet Heron', 'Quiet Robin'))
  );
  const copy = emptyDatabase();
  await expect(restore(copy, emptyPlace(), folder, quiet, createQueues)).rejects.toThrow(
    'damaged in "public"."people"'
  );
  expect(await query(copy, 'select count(*) from people')).toEqual([{ count: 0 }]);
});

test('a backup is never restored over an organisation, and one of a newer Trellis not at all', async () => {
  await aSmallHistory();
  const folder = aFolder();
  await backUp(database.addresses, place(), folder, quiet);
  await expect(restore(database.addresses, emptyPlace(), folder, quiet, createQueues)).rejects.toThrow(
    'already'
  );
  const file = path.join(folder, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  manifest.migrations.push({ name: '29991231T0000_later.sql', checksum: 'a'.repeat(64) });
  writeFileSync(file, JSON.stringify(manifest));
  await expect(restore(emptyDatabase(), emptyPlace(), folder, quiet, createQueues)).rejects.toThrow(
    'newer Trellis'
  );
});

async function aSmallHistory() {
  const { organisation, person, as, asSystem } = await village(database);
  const salma = await person('Salma', 'coordinator');
  const heron = await person(`Quiet Heron ${newId()}`, 'seeker');
  await as(heron, (tx) => seal(tx, heron.id, 'what she said', { column: 'encounters.note', row: newId() }));
  await as(salma, (tx) =>
    storeFile(tx, { id: newId(), name: 'a.csv', bytes: Buffer.from('name\nA\n'), kind: 'spreadsheet' })
  );
  return { organisation, heron, asHeron: (work: Parameters<typeof as>[1]) => as(heron, work), asSystem };
}

function emptyDatabase(): Addresses {
  const name = `restored_${newId().replaceAll('-', '')}`;
  restored.push(name);
  const at = (address: string) => address.replace(/\/[^/?]*(\?|$)/, `/${name}$1`);
  return { owner: at(database.addresses.owner), login: at(database.addresses.login) };
}

async function hashesOf(addresses: Addresses): Promise<Record<string, string>> {
  return withOwner(addresses, (client) =>
    readingAll(client, async () => {
      await speakPlainly(client);
      const hashes: Record<string, string> = {};
      for (const table of await tablesOf(client)) hashes[nameOf(table)] = (await tell(client, table)).sha256;
      return hashes;
    })
  );
}

const guardsOf = (addresses: Addresses) =>
  query(
    addresses,
    `select relname, relrowsecurity, relforcerowsecurity from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1`
  );

async function keyOf(addresses: Addresses, person: string): Promise<{ wrapped: Buffer | null }> {
  const [key] = await withOwner(addresses, (client) =>
    readingAll(client, () =>
      client.query('select wrapped from person_keys where person_id = $1', [person]).then(({ rows }) => rows)
    )
  );
  return key!;
}

function query(addresses: Addresses, statement: string): Promise<unknown[]> {
  return withOwner(addresses, (client) =>
    readingAll(client, () => client.query(statement).then(({ rows }) => rows))
  );
}

async function withOwner<T>(addresses: Addresses, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: addresses.owner });
  await client.connect();
  return work(client).finally(() => client.end());
}
