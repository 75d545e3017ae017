import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { reachDatabase } from '#platform/database/index.server.ts';
import { startEmbedded } from '#platform/database/embedded.server.ts';
import { own, ownerOf } from '#platform/database/ownership.server.ts';
import { parseSettings } from '#platform/settings/index.server.ts';

const isRoot = userInfo().uid === 0;
const nobody = 65534;
const folders: string[] = [];
const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) if (isAlive(child.pid!)) child.kill('SIGKILL');
  for (const folder of folders) {
    const server = postmaster(folder);
    if (server && isAlive(server)) process.kill(server, 'SIGQUIT');
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a second program on the same folder is refused; a killed one’s place and database server are taken over', async () => {
  const data = aFolder();
  const first = start(data);
  await first.running;
  const server = postmaster(data)!;

  const second = start(data);
  await expect(second.running).rejects.toThrow(
    `Another Trellis (process ${first.child.pid}) is already running`
  );

  first.child.kill('SIGKILL');
  await once(first.child, 'exit');
  expect(isAlive(server)).toBe(true);
  const third = start(data);
  await third.running;
  expect(postmaster(data)).toBe(server);
  await stopsCleanly(third.child, data, server, 'SIGTERM');

  const fourth = start(data);
  await fourth.running;
  await stopsCleanly(fourth.child, data, postmaster(data)!, 'SIGINT');
});

test('a signal while the database is still being made leaves nothing running', async () => {
  const data = aFolder();
  const { child, running } = start(data);
  running.catch(() => undefined);
  const server = await untilServing(data);
  child.kill('SIGINT');
  await once(child, 'exit');
  expect(isAlive(server)).toBe(false);
});

test('the lock of a process that is no Trellis, under a number used again, does not count', () => {
  const data = aFolder();
  const other = spawn('sleep', ['60']);
  children.push(other);
  writeFileSync(path.join(data, 'owner.lock'), String(other.pid));
  expect(ownerOf(data)).toBeNull();
  own(data).release();
  other.kill();
});

test('a database server that may lose what it was given is refused', async () => {
  const data = aFolder();
  const server = await startEmbedded(data, ['-c fsync=off']);
  try {
    await expect(reachDatabase(parseSettings({ TRELLIS_DATA: data }), { sole: true })).rejects.toThrow(
      'fsync off'
    );
    expect(existsSync(path.join(data, 'owner.lock'))).toBe(false);
  } finally {
    await server.stop();
  }
});

// Where these tests run as an ordinary user, all of them show it.
test.skipIf(!isRoot)('it works as an ordinary user', async () => {
  const data = aFolder();
  chownSync(data, nobody, nobody);
  const { child, running } = start(data, { uid: nobody, gid: nobody });
  await running;
  const server = postmaster(data)!;
  expect(execFileSync('ps', ['-o', 'uid=', '-p', String(server)], { encoding: 'utf8' }).trim()).toBe(
    String(nobody)
  );
  await stopsCleanly(child, data, server, 'SIGTERM');
});

type Account = { uid?: number; gid?: number };

/** The worker part of the program: it needs no built pages, and owns the folder all the same. */
function start(data: string, account: Account = {}): { child: ChildProcess; running: Promise<void> } {
  const child = spawn(process.execPath, ['src/cli/trellis.ts', 'serve', '--worker-only'], {
    ...account,
    env: { ...process.env, TRELLIS_DATA: data, TRELLIS_LOG: 'info', DATABASE_URL: undefined, HOME: data },
    stdio: ['ignore', 'pipe', 'pipe']
  });
  children.push(child);
  let complaints = '';
  child.stderr!.on('data', (text) => (complaints += text));
  const running = new Promise<void>((resolve, reject) => {
    child.stdout!.on('data', (text) => String(text).includes('Trellis is running') && resolve());
    child.once('close', () => reject(new Error(complaints)));
  });
  return { child, running };
}

async function stopsCleanly(
  child: ChildProcess,
  data: string,
  server: number,
  signal: NodeJS.Signals
): Promise<void> {
  const ended = once(child, 'exit');
  child.kill(signal);
  expect(await ended).toEqual([0, null]);
  expect(isAlive(server)).toBe(false);
  expect(existsSync(path.join(data, 'owner.lock'))).toBe(false);
}

// While the data folder is made there is a server too, for a moment; the one meant listens.
async function untilServing(data: string): Promise<number> {
  const file = path.join(data, 'postgres', 'postmaster.pid');
  while (!existsSync(file) || !readFileSync(file, 'utf8').includes('ready'))
    await new Promise((resolve) => setTimeout(resolve, 20));
  return postmaster(data)!;
}

function postmaster(data: string): number | null {
  const file = path.join(data, 'postgres', 'postmaster.pid');
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) || null : null;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A child that ended and was not yet asked about is no longer running.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

function aFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'trellis-serve-'));
  chmodSync(folder, 0o755);
  folders.push(folder);
  return folder;
}
