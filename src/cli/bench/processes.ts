/** What processes cost, read from /proc; null where the system does not tell. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The program and every process of its database server. */
export type Processes = { program: number; postmaster: number };

export function processesOf(pid: number, data: string): Processes {
  const [postmaster] = readFileSync(path.join(data, 'postgres', 'postmaster.pid'), 'utf8').split('\n');
  return { program: pid, postmaster: Number(postmaster) };
}

// The unit of /proc/PID/stat: USER_HZ, which is 100 wherever Linux runs.
const millisecondsOfTick = 10;

/** Milliseconds of processor used so far by the program and its database together, ended sessions included. */
export function cpuOf({ program, postmaster }: Processes): number | null {
  const own = ticksOf(program);
  const server = ticksOf(postmaster);
  if (!own || !server) return null;
  const sessions = sessionsOf(postmaster).reduce((sum, pid) => sum + (ticksOf(pid)?.own ?? 0), 0);
  return (own.own + server.own + server.ended + sessions) * millisecondsOfTick;
}

/** Milliseconds of processor used so far by one process. */
export function cpuOfOne(pid: number): number | null {
  const ticks = ticksOf(pid);
  return ticks && ticks.own * millisecondsOfTick;
}

/** Megabytes: a process's own memory and its share of what it shares. */
export function memoryOf({ program, postmaster }: Processes): { program: number; database: number } | null {
  const [own, server] = [megabytesOf(program), megabytesOf(postmaster)];
  if (own === null || server === null) return null;
  // A session may end while we look, and then holds nothing any more.
  const sessions = sessionsOf(postmaster).reduce((sum, pid) => sum + (megabytesOf(pid) ?? 0), 0);
  return { program: own, database: server + sessions };
}

function megabytesOf(pid: number): number | null {
  try {
    return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))![1]) / 1024;
  } catch {
    return null;
  }
}

function sessionsOf(postmaster: number): number[] {
  const all = readdirSync('/proc').map(Number).filter(Boolean);
  return all.filter((pid) => ticksOf(pid)?.parent === postmaster);
}

function ticksOf(pid: number): { parent: number; own: number; ended: number } | null {
  try {
    // The name, in brackets, may hold spaces; what follows it does not.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ').map(Number);
    const [user, system, endedUser, endedSystem] = fields.slice(11, 15) as [number, number, number, number];
    return { parent: fields[1]!, own: user + system, ended: endedUser + endedSystem };
  } catch {
    // It ended while we looked, or there is no /proc here.
    return null;
  }
}
