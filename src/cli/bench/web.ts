/** `bench web`: the pages people open most, beside a bare server that asks the database the same. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Browser } from '../check/browser.ts';
import { freePort, startProgram, temporaryPlace, type Program } from '../check/program.ts';
import { signIn, type RoleKey } from '../check/walk.ts';
import { addressesOf } from '#platform/database/index.server.ts';
import { runningEmbedded } from '#platform/database/embedded.server.ts';
import type { Task } from './bare.ts';
import { load, type Load } from './load.ts';
import { statementsOf } from './statements.ts';
import { weigh, type Weight } from './weight.ts';

type Measured = { name: string; path: string; role?: RoleKey; budget: number };

// Bytes on a first visit, as experience.md sets them.
const openBudget = 60 * 1024;
const signedInBudget = 120 * 1024;
const scriptBudget = 60 * 1024;

const pages: Measured[] = [
  { name: 'Front page', path: '/o/green-valley', budget: openBudget },
  { name: 'Get support', path: '/o/green-valley/get-support', budget: openBudget },
  { name: 'Today of a coordinator', path: '/today', role: 'coordinator', budget: signedInBudget },
  { name: 'Fifty people in a list', path: '/people', role: 'coordinator', budget: signedInBudget },
  { name: 'A supporter’s people', path: '/support', role: 'supporter', budget: signedInBudget }
];

export type PageResult = {
  name: string;
  path: string;
  statements: number;
  page: Load;
  bare: Load;
  /** The page's requests a second by the bare server's. */
  throughputRatio: number;
  p95Ratio: number;
  weight: Weight;
  withinBudget: boolean;
};
export type WebResult = {
  coldStartSeconds: number;
  warmStartSeconds: number;
  programMegabytes: number;
  databaseMegabytes: number | null;
  connections: number;
  seconds: number;
  pages: PageResult[];
};

export type WebOptions = { connections: number; seconds: number; scale: number };

/** Starts Trellis on a folder of its own, twice, and measures the second. */
export async function benchWeb(
  { connections, seconds, scale }: WebOptions,
  say: (line: string) => void
): Promise<WebResult> {
  const place = await temporaryPlace();
  try {
    const cold = await startProgram({ ...place, scale });
    await cold.stop();
    const warm = await startProgram({ ...place, scale });
    try {
      const results: PageResult[] = [];
      for (const page of pages) {
        say(page.name);
        results.push(await measure(warm, page, { connections, seconds }));
      }
      return {
        coldStartSeconds: cold.startSeconds,
        warmStartSeconds: warm.startSeconds,
        programMegabytes: memoryOf([warm.pid])!,
        databaseMegabytes: memoryOf(databaseProcesses(warm.data)),
        connections,
        seconds,
        pages: results
      };
    } finally {
      await warm.stop();
    }
  } finally {
    place.remove();
  }
}

async function measure(
  program: Program,
  { name, path: at, role, budget }: Measured,
  { connections, seconds }: Pick<WebOptions, 'connections' | 'seconds'>
): Promise<PageResult> {
  const address = new URL(at, program.origin).href;
  const browser = role ? await signIn(program.origin, role) : new Browser(program.origin);
  const owner = runningEmbedded(program.data)!;
  const conversations = await statementsOf(owner, program.data, () => browser.open(at));
  const body = await (await fetch(address, { headers: { cookie: browser.cookie } })).text();
  const login = addressesOf(owner, path.join(program.data, 'secrets', 'master-key')).login;
  const bare = await startBare({ login, port: await freePort(), conversations, body });
  try {
    // In turns, so that whatever else this machine does falls on both.
    await load(address, browser.cookie, connections, 1);
    await load(bare.address, '', connections, 1);
    const [first, measure1] = [
      await load(address, browser.cookie, connections, seconds / 2),
      await load(bare.address, '', connections, seconds / 2)
    ];
    const [second, measure2] = [
      await load(address, browser.cookie, connections, seconds / 2),
      await load(bare.address, '', connections, seconds / 2)
    ];
    const [page, measured] = [mean(first, second), mean(measure1, measure2)];
    const weight = await weigh(address, browser.cookie);
    return {
      name,
      path: at,
      statements: conversations.reduce((sum, conversation) => sum + conversation.length, 0),
      page,
      bare: measured,
      throughputRatio: page.requestsPerSecond / measured.requestsPerSecond,
      p95Ratio: page.p95 / measured.p95,
      weight,
      withinBudget: weight.total <= budget && weight.scripts <= scriptBudget
    };
  } finally {
    bare.child.kill();
  }
}

async function startBare(task: Task): Promise<{ child: ChildProcess; address: string }> {
  const child = fork(path.join(import.meta.dirname, 'bare.ts'));
  child.send(task);
  await once(child, 'message');
  return { child, address: `http://127.0.0.1:${task.port}/` };
}

function mean(a: Load, b: Load): Load {
  const middle = (key: 'requestsPerSecond' | 'p50' | 'p95') => (a[key] + b[key]) / 2;
  return {
    requestsPerSecond: middle('requestsPerSecond'),
    p50: middle('p50'),
    p95: middle('p95'),
    failures: a.failures + b.failures
  };
}

/** Their own memory and their share of what they share, in MB; null where the system does not tell. */
function memoryOf(processes: number[]): number | null {
  try {
    const kilobytes = processes.map((pid) =>
      Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))![1])
    );
    return kilobytes.reduce((sum, one) => sum + one, 0) / 1024;
  } catch {
    return null;
  }
}

function databaseProcesses(data: string): number[] {
  const postmaster = Number(
    readFileSync(path.join(data, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]
  );
  const parentOf = (pid: number) =>
    Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  const all = readdirSync('/proc').map(Number).filter(Boolean);
  return [postmaster, ...all.filter((pid) => isChild(pid, postmaster, parentOf))];
}

function isChild(pid: number, parent: number, parentOf: (pid: number) => number): boolean {
  try {
    return parentOf(pid) === parent;
  } catch {
    // It ended while we looked.
    return false;
  }
}
