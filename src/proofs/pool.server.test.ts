/**
 * One connection for everybody: people, jobs and visitors of two organisations take turns on it in random order, some
 * failing halfway, and nobody ever sees a row of somebody else's. Behind pgBouncer where it is installed, as a cluster has
 * it; else on a pool of one. In full: TRELLIS_SOAK_TURNS=100000.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPool, speakAs, type Database, type Speaker, type Tx } from '#platform/database/index.server.ts';
import { freePort } from '#platform/ports.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';

const turns = Number(process.env.TRELLIS_SOAK_TURNS ?? 2000);
const atOnce = 6;
const bouncer = ['/usr/sbin/pgbouncer', '/usr/bin/pgbouncer'].find((file) => existsSync(file));
const tables = ['memberships', 'audit_entries', 'support_policies'] as const;

const here = onDatabase();
let pool: Database;
let stop: () => Promise<void>;

beforeAll(async () => {
  const behind = bouncer ? await startBouncer(bouncer, here.addresses.login) : null;
  if (!behind) console.log('pgBouncer is not installed here: a pool of one connection stands in for it.');
  // Alone it keeps its plans, as the pages' sessions do: a plan made for one speaker must serve the next one rightly.
  pool = openPool(
    { login: behind?.address ?? here.addresses.login },
    { max: behind ? atOnce : 1, planOnce: !behind }
  );
  stop = async () => {
    await pool.destroy();
    behind?.stop();
  };
});
afterAll(() => stop());

test(
  `${turns} turns on one connection: not one row of somebody else’s`,
  async () => {
    const villages = [await village(here, 'North'), await village(here, 'South')];
    const speakers: { speaker: Speaker; organisation: string | null }[] = [
      { speaker: { visitor: true }, organisation: null }
    ];
    for (const { organisation, person } of villages) {
      for (const role of ['administrator', 'coordinator', 'supporter', 'seeker'] as const)
        speakers.push({
          speaker: { person: (await person(`A ${role}`, role)).id, organisation },
          organisation
        });
      speakers.push({ speaker: { organisation, system: true }, organisation });
    }
    let taken = 0;
    let seen = 0;
    const foreign: unknown[] = [];
    const turn = async () => {
      const { speaker, organisation } = speakers[Math.floor(Math.random() * speakers.length)]!;
      const trouble = Math.random();
      await speakAs(pool, speaker, async (tx) => {
        for (const { table, organisation: owner } of await rowsSeen(tx)) {
          seen += 1;
          if (owner !== organisation) foreign.push({ speaker, table, owner });
        }
        if (trouble < 0.2) throw new Error('a mistake in the program');
        if (trouble < 0.4) await sql`select 1 / 0`.execute(tx);
        if (trouble < 0.5) await sql`insert into organisations (id) values (null)`.execute(tx);
      }).catch(() => undefined);
    };
    const worker = async () => {
      while (taken++ < turns) await turn();
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    console.log(`${turns} turns, ${seen} rows seen: ${foreign.length} of somebody else’s`);
    expect(foreign).toEqual([]);
    // Everybody but visitors sees something of their own, or this would prove nothing.
    expect(seen).toBeGreaterThan(turns);
  },
  30 * 60_000
);

test('a connection given back knows nobody, whatever went before', async () => {
  const { organisation, person } = await village(here, 'West');
  const somebody = await person('Somebody', 'administrator');
  await speakAs(pool, { person: somebody.id, organisation }, () =>
    Promise.reject(new Error('halfway'))
  ).catch(() => undefined);
  await speakAs(pool, { person: somebody.id, organisation }, async () => undefined);
  const { rows } = await sql<{
    role: string;
    person: string | null;
  }>`select current_user as role, nullif(current_setting('trellis.person', true), '') as person`.execute(
    pool
  );
  expect(rows).toEqual([{ role: 'trellis_login', person: null }]);
});

async function rowsSeen(tx: Tx): Promise<{ table: string; organisation: string }[]> {
  const found = [];
  for (const table of tables) {
    const rows = await tx.selectFrom(table).select('organisation_id').limit(50).execute();
    found.push(...rows.map((row) => ({ table, organisation: row.organisation_id })));
  }
  return found;
}

/** pgBouncer in transaction mode with one server connection for everybody. */
async function startBouncer(program: string, login: string): Promise<{ address: string; stop: () => void }> {
  const url = new URL(login);
  const folder = mkdtempSync(path.join(tmpdir(), 'trellis-bouncer-'));
  chmodSync(folder, 0o755);
  const port = await freePort();
  writeFileSync(path.join(folder, 'users'), `"trellis_login" "${decodeURIComponent(url.password)}"\n`, {
    mode: 0o644
  });
  const asRoot = userInfo().uid === 0 ? ['user = nobody'] : [];
  const settings = [
    '[databases]',
    `* = host=127.0.0.1 port=${url.port}`,
    '[pgbouncer]',
    `listen_addr = 127.0.0.1`,
    `listen_port = ${port}`,
    'unix_socket_dir =',
    'auth_type = scram-sha-256',
    `auth_file = ${folder}/users`,
    'pool_mode = transaction',
    'default_pool_size = 1',
    ...asRoot
  ];
  writeFileSync(path.join(folder, 'bouncer.ini'), settings.join('\n'), { mode: 0o644 });
  const running: ChildProcess = spawn(program, ['-q', path.join(folder, 'bouncer.ini')], { stdio: 'ignore' });
  for (let tries = 0; tries < 100 && !(await answers(port)); tries += 1) await pause(50);
  url.host = `127.0.0.1:${port}`;
  const stopIt = () => {
    running.kill('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  };
  return { address: url.href, stop: stopIt };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket.end() && true));
    socket.once('error', () => resolve(false));
  });
}
