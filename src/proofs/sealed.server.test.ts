/** What is sealed is opened in one way only, and that way always leaves a trace. */
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { auditOf } from '#platform/audit/index.server.ts';
import { reveal, seal } from '#platform/encryption/index.server.ts';
import { newId } from '#platform/ids.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';
import { notText, sealedColumns } from './sealed-columns.ts';

const database = onDatabase();

const sources = globSync('src/**/*.ts', { exclude: (file) => /compiled|\/schema\.ts$/.test(file) })
  .filter((file) => !file.endsWith('.test.ts') && !file.startsWith('src/proofs/'))
  .map((file) => ({ file, source: withoutPlaces(readFileSync(file, 'utf8')) }));

// Where a text is sealed, its place is named; that is no reading.
function withoutPlaces(source: string): string {
  return source.replace(/column(?: =|:)\s+'[^']+'/g, '');
}

test('every column of bytes is listed: as sealed text with its subject, or as no text at all', async () => {
  const { rows } = await database.owner.query<{ name: string }>(
    `select table_name || '.' || column_name as name from information_schema.columns
     where table_schema = 'public' and data_type = 'bytea'`
  );
  expect(rows.map(({ name }) => name).toSorted()).toEqual(
    [...Object.keys(sealedColumns), ...notText].toSorted()
  );
});

test('what is listed as sealed is sealed by a room, at that place', () => {
  const sealing = sources.filter(({ source }) => /\bseal\w*\(/.test(source)).map(({ file }) => file);
  const places = sealing.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/'([a-z_]+\.[a-z_]+)'/g)].map(([, place]) => place!)
  );
  expect(Object.keys(sealedColumns).filter((column) => !places.includes(column))).toEqual([]);
});

test('a file that selects a sealed column opens it by `reveal`, and no query selects all of such a table', () => {
  const wrong: string[] = [];
  for (const name of Object.keys(sealedColumns)) {
    const [table, column] = name.split('.') as [string, string];
    for (const { file, source } of sources) {
      if (
        !new RegExp(`(?:[sS]electFrom|[jJ]oin)\\(\\s*\\[?'${table}\\b|\\b(?:from|join) ${table}\\b`).test(
          source
        )
      )
        continue;
      const selects = new RegExp(`['.]${column}(?: as \\w+)?'`).test(source) || source.includes('selectAll(');
      if (selects && !/\breveal\(/.test(source)) wrong.push(`${file} reads ${name}`);
    }
  }
  expect(wrong).toEqual([]);
});

test('nobody but `reveal` opens an envelope of a person, and only it knows their keys', () => {
  const opening = sources
    .filter(({ source }) => /envelope\.server\.ts'/.test(source))
    .map(({ file }) => file);
  expect(opening.toSorted()).toEqual([
    'src/platform/encryption/index.server.ts',
    'src/platform/encryption/own.server.ts'
  ]);
  const keys = sources
    .filter(({ source }) => /(?:selectFrom|updateTable|insertInto)\('person_keys'/.test(source))
    .map(({ file }) => file);
  // A restore destroys again the keys that were destroyed since the backup; it opens none.
  expect(keys.toSorted()).toEqual(['src/cli/restore.ts', 'src/platform/encryption/index.server.ts']);
});

async function somethingSealed() {
  const here = await village(database);
  const supporter = await here.person('Amina', 'supporter');
  const seeker = await here.person('Quiet Baobab', 'seeker');
  const place = { column: 'encounter_notes.sealed', row: newId() } as const;
  const text = await here.as(supporter, (tx) => seal(tx, seeker.id, 'what was said', place));
  return { ...here, supporter, seeker, sealed: [{ text, place }] };
}

test('each opening is on record for the person it is about; what is refused an entry is not opened', async () => {
  const { as, supporter, seeker, sealed } = await somethingSealed();
  expect(await as(supporter, (tx) => reveal(tx, seeker.id, sealed, 'for today’s visit'))).toEqual([
    'what was said'
  ]);
  expect(await as(seeker, (tx) => auditOf(tx, seeker.id).execute())).toMatchObject([
    { action: 'encounter-notes.read', actor_name: 'Amina', reason: 'for today’s visit' }
  ]);

  await database.owner.query('revoke insert on audit_entries from trellis_app');
  try {
    await expect(as(supporter, (tx) => reveal(tx, seeker.id, sealed))).rejects.toThrow(/permission denied/);
  } finally {
    await database.owner.query('grant insert on audit_entries to trellis_app');
  }
});
