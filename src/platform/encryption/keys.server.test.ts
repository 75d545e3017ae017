import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { newId } from '#platform/ids.ts';
import { overrideSettings, settings } from '#platform/settings/index.server.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';
import { addMasterKey, masterKeyMarks, reveal, rotateKeys, seal } from './index.server.ts';

const database = onDatabase();
// A key file of its own: other tests’ keys must not change under them.
beforeAll(() =>
  overrideSettings({
    TRELLIS_MASTER_KEY_FILE: path.join(mkdtempSync(path.join(tmpdir(), 'trellis-keys-')), 'master-key')
  })
);

test('after a rotation every key is wrapped anew, the old line stays, and what was sealed can still be read', async () => {
  const { person, as, asSystem } = await village(database);
  const heron = await person('Quiet Heron', 'seeker');
  const place = { column: 'encounters.note' as const, row: newId() };
  const text = await as(heron, (tx) => seal(tx, heron.id, 'what she said', place));
  const before = readFileSync(settings().masterKeyFile, 'utf8').trim();

  addMasterKey();
  expect(await asSystem(rotateKeys)).toBe(1);
  expect(await asSystem(rotateKeys)).toBe(0);

  expect(masterKeyMarks()).toHaveLength(2);
  expect(readFileSync(settings().masterKeyFile, 'utf8').startsWith(before)).toBe(true);
  expect(await as(heron, (tx) => reveal(tx, heron.id, [{ text, place }]))).toEqual(['what she said']);
});
