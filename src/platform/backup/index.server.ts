/** Taking a backup of a running installation, and restoring one into an empty one. See README.md. */
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import pg from 'pg';
import { now } from '#platform/clock/index.ts';
import { migrate, migrations, type Addresses } from '#platform/database/index.server.ts';
import { masterKeyMarks } from '#platform/encryption/index.server.ts';
import type { Settings } from '#platform/settings/index.server.ts';
import { copyBack, copyFolder } from './folder.server.ts';
import { bareOfGuards } from './guards.server.ts';
import { readManifest, type Manifest, type TableRecord } from './manifest.ts';
import { readingAll } from './reader.server.ts';
import { fill, nameOf, sequencesOf, speakPlainly, tablesOf, tell } from './tables.server.ts';

export type Progress = (part: string, done: number, of: number) => void;
type Place = Pick<Settings, 'data' | 'filesS3'>;

/** Writes a backup into `folder`, which must not exist yet. It is whole once it has that name. */
export async function backUp(
  addresses: Pick<Addresses, 'owner'>,
  place: Place,
  folder: string,
  progress: Progress
): Promise<Manifest> {
  if (existsSync(folder)) throw new Error(`${folder} exists already; a backup never overwrites anything.`);
  const unfinished = `${folder}.unfinished-${process.pid}`;
  await mkdir(path.join(unfinished, 'tables'), { recursive: true, mode: 0o700 });
  const client = new pg.Client({ connectionString: addresses.owner });
  await client.connect();
  try {
    const rows = await readingAll(client, () => copyTables(client, unfinished, progress));
    // After the rows: what a row of the snapshot names was there before it, and a file that came since does no harm.
    const files = place.filesS3
      ? []
      : await copyFolder(path.join(place.data, 'files'), path.join(unfinished, 'files'));
    const manifest: Manifest = {
      format: 'trellis-backup-1',
      takenAt: now().toISOString(),
      ...rows,
      files,
      filesElsewhere: Boolean(place.filesS3),
      masterKeys: masterKeyMarks()
    };
    await writeFile(path.join(unfinished, 'manifest.json'), `${JSON.stringify(manifest, null, 1)}\n`, {
      flush: true
    });
    await rename(unfinished, folder);
    return manifest;
  } finally {
    await client.end();
  }
}

/** Restores a backup into an installation without any organisation. All of it, or nothing. */
export async function restore(
  addresses: Addresses,
  place: Place,
  folder: string,
  progress: Progress,
  afterwards: (client: pg.Client) => Promise<void>
): Promise<Manifest> {
  const manifest = readManifest(await readFile(path.join(folder, 'manifest.json'), 'utf8'));
  refuseUnknown(manifest);
  // To the form it had first; what this program is newer by is applied to the restored rows like to anybody's.
  await migrate(addresses, afterwards, new Set(manifest.migrations.map(({ name }) => name)));
  const client = new pg.Client({ connectionString: addresses.owner });
  await client.connect();
  try {
    await bareOfGuards(client, manifest.tables, () => loadTables(client, folder, manifest, progress));
  } finally {
    await client.end();
  }
  if (!manifest.filesElsewhere)
    await copyBack(path.join(folder, 'files'), path.join(place.data, 'files'), manifest.files);
  await migrate(addresses, afterwards);
  return manifest;
}

async function copyTables(client: pg.Client, folder: string, progress: Progress) {
  await speakPlainly(client);
  const applied = await client.query<{ name: string; checksum: string }>(
    'select name, checksum from public.schema_migrations order by name'
  );
  const all = await tablesOf(client);
  const tables: TableRecord[] = [];
  for (const [index, table] of all.entries()) {
    const zip = createGzip();
    const written = pipeline(zip, createWriteStream(fileOf(folder, table), { mode: 0o600 }));
    const told = await tell(client, table, zip);
    await written;
    tables.push({ schema: table.schema, name: table.name, columns: table.columns, ...told });
    progress('tables', index + 1, all.length);
  }
  return { migrations: applied.rows, tables, sequences: await sequencesOf(client) };
}

async function loadTables(
  client: pg.Client,
  folder: string,
  manifest: Manifest,
  progress: Progress
): Promise<void> {
  await client.query(`truncate ${manifest.tables.map(nameOf).join(', ')}`);
  for (const [index, table] of manifest.tables.entries()) {
    await fill(client, table, [createReadStream(fileOf(folder, table)), createGunzip()]);
    progress('tables', index + 1, manifest.tables.length);
  }
  for (const { schema, name, value } of manifest.sequences) {
    await client.query('select setval(format($1, $2::text, $3::text)::regclass, $4)', [
      '%I.%I',
      schema,
      name,
      value
    ]);
  }
  await refuseDifferences(client, manifest);
}

async function refuseDifferences(client: pg.Client, manifest: Manifest): Promise<void> {
  const kept = new Map(manifest.tables.map((table) => [nameOf(table), table]));
  const different: string[] = [];
  for (const table of await tablesOf(client)) {
    const told = await tell(client, table);
    if (told.sha256 !== kept.get(nameOf(table))?.sha256) different.push(nameOf(table));
  }
  if (different.length > 0)
    throw new Error(`Nothing was restored: the backup is damaged in ${different.join(', ')}.`);
}

function refuseUnknown({ migrations: had, masterKeys }: Manifest): void {
  const here = new Map(migrations().map(({ name, checksum }) => [name, checksum]));
  const unknown = had.filter(({ name, checksum }) => here.get(name) !== checksum);
  if (unknown.length > 0) {
    throw new Error(
      `This backup comes from a newer Trellis (${unknown.at(-1)!.name}). Install that one, and restore with it.`
    );
  }
  const marks = masterKeyMarks();
  if (masterKeys.some((mark, index) => marks[index] !== mark)) {
    throw new Error(
      'The master key file here is not the one this backup was sealed with. Put that one in its place first.'
    );
  }
}

function fileOf(folder: string, { schema, name }: Pick<TableRecord, 'schema' | 'name'>): string {
  return path.join(folder, 'tables', `${schema}.${name}.copy.gz`);
}
