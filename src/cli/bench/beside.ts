/** A page beside a bare handler that runs the same SQL, in one run: what is ours, and what is the database's. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { pageSessions } from '#assembly/program.server.ts';
import { addressesOf } from '#platform/database/index.server.ts';
import { runningEmbedded } from '#platform/database/embedded.server.ts';
import type { Browser } from '../check/browser.ts';
import type { Program } from '../check/program.ts';
import type { Figure } from './budgets.ts';
import { load, type Ask, type Load } from './load.ts';
import type { Task } from './same-sql.ts';
import { statementsOf, type Asked } from './statements.ts';

type Page = { name: string; at: string; browser: Browser };

/** Requests a second and waiting times of both, asked in turns by `askers` at once, and ours by the bare handler's. */
export async function besideSameSql(
  program: Program,
  running: Set<ChildProcess>,
  { name, at, browser }: Page,
  askers: number,
  seconds: number
): Promise<Figure[]> {
  const owner = runningEmbedded(program.data)!;
  const ask: Ask = { address: new URL(at, program.origin).href, cookie: browser.cookie };
  const asked = await statementsOf(owner, program.data, () => browser.open(at));
  const body = await (await fetch(ask.address, { headers: { cookie: browser.cookie } })).text();
  const login = addressesOf(owner, path.join(program.data, 'secrets', 'master-key')).login;
  const bare = await startSameSql({ login, sessions: pageSessions(), asked, body }, running);
  try {
    const [ours, theirs] = await inTurns([ask, { address: bare.address }], askers, seconds);
    return figuresOf(name, asked, ours!, theirs!);
  } finally {
    bare.child.kill();
  }
}

export async function startSameSql(
  task: Task,
  running: Set<ChildProcess>
): Promise<{ child: ChildProcess; address: string }> {
  const child = fork(path.join(import.meta.dirname, 'same-sql.ts'));
  running.add(child);
  child.once('exit', () => running.delete(child));
  child.send(task);
  const [port] = await once(child, 'message');
  return { child, address: `http://127.0.0.1:${port}/` };
}

// In turns, so that whatever else this machine does falls on both.
async function inTurns(asks: Ask[], askers: number, seconds: number): Promise<Load[]> {
  const crowds = asks.map((ask) => Array.from({ length: askers }, () => ask));
  for (const crowd of crowds) await load(crowd, 1);
  const turns: Load[][] = crowds.map(() => []);
  for (let turn = 0; turn < 2; turn++)
    for (const [index, crowd] of crowds.entries()) turns[index]!.push(await load(crowd, seconds / 2));
  return turns.map(mean);
}

function mean(turns: Load[]): Load {
  const of = (key: Exclude<keyof Load, 'firstFailure'>) =>
    turns.reduce((sum, turn) => sum + turn[key], 0) / turns.length;
  return {
    requests: of('requests') * turns.length,
    requestsPerSecond: of('requestsPerSecond'),
    p50: of('p50'),
    p95: of('p95'),
    failures: of('failures') * turns.length
  };
}

function figuresOf(name: string, { page, writes }: Asked, ours: Load, theirs: Load): Figure[] {
  if (ours.failures + theirs.failures > 0)
    throw new Error(`${name}: ${ours.failures} of ours failed and ${theirs.failures} of the bare handler’s.`);
  const left = writes > 0 ? `, ${writes} writes left out of the bare handler` : '';
  const beside = `${name}, by a bare handler with the same ${page.length} statements${left}`;
  return [
    { name: `${name}: the middle`, value: ours.p50, unit: 'ms' },
    { name: `${name}: slowest twentieth`, value: ours.p95, unit: 'ms' },
    { name: `${name}: requests`, value: ours.requestsPerSecond, unit: 'a second' },
    { name: `${beside}: the middle`, value: ours.p50 / theirs.p50, unit: '' },
    { name: `${beside}: slowest twentieth`, value: ours.p95 / theirs.p95, unit: '' },
    { name: `${beside}: requests`, value: ours.requestsPerSecond / theirs.requestsPerSecond, unit: '' }
  ];
}
