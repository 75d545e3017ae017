import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { onTestFinished, expect, test } from 'vitest';
import { runningEmbedded, startEmbedded } from './embedded.server.ts';

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

test('the database is spoken to in its own folder, and over the network of this machine where that folder’s name is too long', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'trellis-socket-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const near = path.join(folder, 'data');
  const far = path.join(folder, 'a programme with a very long name '.repeat(3), 'data');
  for (const data of [near, far]) {
    mkdirSync(data, { recursive: true });
    const server = await startEmbedded(data, ['-c fsync=off']);
    onTestFinished(server.stop);
    expect(runningEmbedded(data)).toBe(server.url);
    const reached = decodeURIComponent(new URL(server.url).hostname);
    expect(reached).toBe(data === near ? path.join(near, 'postgres') : '127.0.0.1');
    const client = new Client({ connectionString: server.url.replace(/trellis$/, 'postgres') });
    await client.connect();
    const { rows } = await client.query<{ from: string | null }>('select host(inet_client_addr()) as from');
    await client.end();
    expect(rows).toEqual([{ from: data === near ? null : '127.0.0.1' }]);
    await server.stop();
  }
});
