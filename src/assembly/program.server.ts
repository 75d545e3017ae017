/**
 * The running program: the rooms put together, and what they run on, opened once for the pages and the worker alike.
 * Where pages are served this is part of the build, so that nothing is in memory twice; see `src/cli/serve.ts`.
 */
import { availableParallelism } from 'node:os';
import { sql } from 'kysely';
import { openPool, type Addresses, type Database } from '#platform/database/index.server.ts';
import { closeIdentity, openIdentity } from '#platform/identity/index.server.ts';
import { closeQueue, lateSweeps, openQueue, work } from '#platform/jobs/index.server.ts';
import { settings } from '#platform/settings/index.server.ts';
import { assemble } from './index.server.ts';

type Login = Pick<Addresses, 'login'>;

/** Opens what every page needs. Its sessions keep their plans, which only an embedded server's own sessions can. */
export async function openPages(
  addresses: Login,
  currentRequest: Parameters<typeof openIdentity>[1]
): Promise<Database> {
  openIdentity(addresses, currentRequest);
  await openRooms(addresses);
  return openPool(addresses, { max: pageSessions(), planOnce: !settings().databaseUrl });
}

/**
 * One for each core would keep these busy, and each holds some 24 MB of its own; two more, so that whoever waits for another's server
 * with a transaction open (see `outside`) holds nobody else up.
 */
export const pageSessions = () => availableParallelism() + 2;

/** Opens what the worker and the command line need. */
export async function openRooms(addresses: Login): Promise<Database> {
  assemble();
  openIdentity(addresses);
  await openQueue(addresses);
  return (opened ??= openPool(addresses));
}

// Apart from the pages' sessions, so that neither a long job nor many pages keep a safety clock waiting.
let opened: Database | undefined;

/** Starts the jobs and the clocks. Returns how to stop them. */
export async function startWork(addresses: Login): Promise<() => Promise<void>> {
  return work(await openRooms(addresses));
}

/** Ready means that pages can be answered and that the safety clocks are being looked at; rejects with what is not so. */
export async function assertWorking(addresses: Login): Promise<void> {
  await sql`select 1`.execute(await openRooms(addresses));
  const late = lateSweeps();
  if (late.length > 0) throw new Error(`not looked at for too long: ${late.join(', ')}`);
}

export async function closeRooms(): Promise<void> {
  await closeQueue();
  await closeIdentity();
  await opened?.destroy();
  opened = undefined;
}
