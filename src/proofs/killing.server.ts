/**
 * Killed at any moment: a worker records sessions through the room's own command while it and its PostgreSQL are killed
 * again and again. What it was told is saved stands in a file outside; afterwards each of these is there, exactly once.
 */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { openRelationship } from '#domains/support/index.server.ts';
import { assemble } from '#assembly/index.server.ts';
import type { Person, Role } from '#platform/access/index.ts';
import { now } from '#platform/clock/index.ts';
import { startEmbedded } from '#platform/database/embedded.server.ts';
import { addressesOf, migrate, openPool, speakAs } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';
import { createQueues } from '#platform/jobs/schema.server.ts';
import { overrideSettings } from '#platform/settings/index.server.ts';

export type Outcome = {
  kills: number;
  acknowledged: number;
  lost: string[];
  doubled: string[];
  brokenChain: unknown;
};

export async function killAgainAndAgain(
  kills: number,
  progress: (done: number) => void = () => undefined
): Promise<Outcome> {
  const data = mkdtempSync(path.join(tmpdir(), 'trellis-killed-'));
  chmodSync(data, 0o755);
  const told = path.join(data, 'told.log');
  overrideSettings({ TRELLIS_DATA: data });
  try {
    await settle(data);
    for (let kill = 1; kill <= kills; kill += 1) {
      const worker = await startWorker(data, told);
      await pause(100 + Math.random() * 900);
      // Sometimes the program dies first, sometimes the database under it.
      if (Math.random() < 0.5) worker.kill('SIGKILL');
      await killServer(data);
      worker.kill('SIGKILL');
      progress(kill);
    }
    // One that lives repeats what was never answered: a repeated command must change nothing.
    const last = await startWorker(data, told);
    await pause(1000);
    last.kill('SIGKILL');
    return { kills, ...(await compare(data, told)) };
  } finally {
    await killServer(data);
    rmSync(data, { recursive: true, force: true });
  }
}

/** An organisation, a supporter and somebody they support; the worker finds them by their roles. */
async function settle(data: string): Promise<void> {
  const server = await startEmbedded(data);
  const addresses = addressesOf(server.url, path.join(data, 'secrets', 'master-key'));
  assemble();
  await migrate(addresses, createQueues);
  const database = openPool(addresses);
  const organisation = newId();
  const ids = { coordinator: newId(), supporter: newId(), seeker: newId() } satisfies Partial<
    Record<Role, string>
  >;
  await speakAs(database, { organisation, system: true }, async (tx) => {
    await tx
      .insertInto('organisations')
      .values({ id: organisation, slug: 'killed', name: 'Killed', kind: 'ngo', created_at: now() })
      .execute();
    for (const [role, id] of Object.entries(ids)) {
      await tx
        .insertInto('people')
        .values({ id, name: role, kind: role === 'seeker' ? 'seeker' : 'staff', created_at: now() })
        .execute();
      await tx
        .insertInto('memberships')
        .values({ organisation_id: organisation, id: newId(), person_id: id, role, since: now() })
        .execute();
    }
  });
  const here = { id: organisation, slug: 'killed', name: 'Killed', timeZone: 'UTC', currency: 'USD' };
  const coordinator: Person = {
    id: ids.coordinator,
    name: 'coordinator',
    organisation: here,
    roles: ['coordinator']
  };
  await speakAs(database, { person: coordinator.id, organisation }, (tx) =>
    openRelationship(tx, { id: newId(), seeker: ids.seeker, supporter: ids.supporter }, coordinator)
  );
  await database.destroy();
  await server.stop();
}

// Started means that the first session was recorded: a kill before that would prove nothing.
async function startWorker(data: string, told: string): Promise<ChildProcess> {
  const { url } = await startEmbedded(data);
  const worker = spawn(
    process.execPath,
    [`${import.meta.dirname}/killed.crash-worker.server.ts`, url, told],
    {
      env: { ...process.env, TRELLIS_DATA: data, TRELLIS_LOG: 'silent' },
      stdio: ['ignore', 'pipe', 'pipe']
    }
  );
  let complaint = '';
  worker.stderr!.on('data', (text) => (complaint += text));
  await Promise.race([
    once(worker.stdout!, 'data'),
    once(worker, 'exit').then(() => Promise.reject(new Error(`The worker ended: ${complaint}`)))
  ]);
  return worker;
}

/** Kills the server of this folder and each of its processes, as a power cut would. */
async function killServer(data: string): Promise<void> {
  const file = path.join(data, 'postgres', 'postmaster.pid');
  if (!existsSync(file)) return;
  const postmaster = Number(readFileSync(file, 'utf8').split('\n')[0]);
  const all = [postmaster, ...childrenOf(postmaster)];
  for (const pid of all) signal(pid, 'SIGKILL');
  // A process takes a moment to die, and the next server must not take this one for alive.
  while (all.some((pid) => signal(pid, 0))) await pause(20);
}

/** Whether the process was there to hear it. */
function signal(pid: number, name: 'SIGKILL' | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

function childrenOf(pid: number): number[] {
  try {
    return execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' })
      .trim()
      .split(/\s+/)
      .filter(Boolean)
      .map(Number);
  } catch {
    // `ps` answers 1 where there are none.
    return [];
  }
}

async function compare(data: string, told: string): Promise<Omit<Outcome, 'kills'>> {
  const server = await startEmbedded(data);
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  const acknowledged = readFileSync(told, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('saved '))
    .map((line) => line.slice(6));
  const { rows } = await client.query<{ id: string; entries: number; events: number }>(
    `select e.id, (select count(*)::int from audit_entries a where a.thing_id = e.id and a.action = 'encounter.recorded') as entries,
       (select count(*)::int from domain_events d where d.name = 'support.encounter-recorded' and d.payload ->> 'encounter' = e.id::text) as events
     from encounters e`
  );
  const { rows: broken } = await client.query(
    'select b.* from organisations o cross join lateral first_broken_link(o.id) b'
  );
  await client.end();
  await server.stop();
  const kept = new Set(rows.map(({ id }) => id));
  return {
    acknowledged: acknowledged.length,
    lost: acknowledged.filter((id) => !kept.has(id)),
    doubled: rows.filter(({ entries, events }) => entries !== 1 || events !== 1).map(({ id }) => id),
    brokenChain: broken[0] ?? null
  };
}
