import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { onTestFinished, expect, test } from 'vitest';
import { startEmbedded } from './embedded.server.ts';

test('a programme kept in a folder that only its owner may enter has its database there all the same', async () => {
  const closed = mkdtempSync(path.join(tmpdir(), 'trellis-closed-'));
  onTestFinished(() => rmSync(closed, { recursive: true, force: true }));
  const data = path.join(closed, 'ngo', 'data');
  mkdirSync(data, { recursive: true });
  expect(statSync(closed).mode & 0o777).toBe(0o700);

  const server = await startEmbedded(data, ['-c fsync=off']);
  onTestFinished(server.stop);
  const url = new URL(server.url);
  url.pathname = '/postgres';
  const client = new Client({ connectionString: url.href });
  await client.connect();
  const { rows } = await client.query<{ where: string }>("select current_setting('data_directory') as where");
  await client.end();
  expect(rows).toEqual([{ where: path.join(data, 'postgres') }]);
});
