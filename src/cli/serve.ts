import path from 'node:path';
import { sql } from 'kysely';
import { Command } from 'commander';
import { listen } from '#platform/http/server.ts';
import { machineDoor } from '#platform/http/machine-door.ts';
import { lateSweeps, work } from '#platform/jobs/index.server.ts';
import { log } from '#platform/log/index.server.ts';
import { settings } from '#platform/settings/index.server.ts';
import { withDatabase, type Opened } from './open.ts';
import { untilSignal } from './signals.ts';

export const serveVerb = () =>
  new Command('serve')
    .description('Runs Trellis: pages, jobs and the clocks, until it is told to stop.')
    .option('--web-only', 'pages only; another process works the jobs')
    .option('--worker-only', 'jobs and clocks only')
    .action(async ({ webOnly, workerOnly }) => {
      await withDatabase((opened) => serve(opened, { web: !workerOnly, worker: !webOnly }), { sole: true });
    });

/** Serves until a signal, then lets what runs finish. `ready` hears the port once pages can be opened. */
export async function serve(
  { database, addresses }: Opened,
  parts: { web: boolean; worker: boolean },
  ready?: (port: number) => void
): Promise<void> {
  const stopped = untilSignal();
  const stopWork = parts.worker ? await work(database) : null;
  const web = parts.web ? await openWeb(addresses.login, () => assertWorking(database)) : null;
  if (web) ready?.(web.port);
  log.info({ port: web?.port, worker: parts.worker }, 'Trellis is running');
  await stopped;
  await new Promise((resolve) => (web ? closeSoon(web.server, resolve) : resolve(null)));
  await stopWork?.();
  log.info('Trellis has stopped');
}

// Ready means that pages can be answered and that the safety clocks are being looked at.
async function assertWorking(database: Opened['database']): Promise<void> {
  await sql`select 1`.execute(database);
  const late = lateSweeps();
  if (late.length > 0) throw new Error(`not looked at for too long: ${late.join(', ')}`);
}

async function openWeb(login: string, databaseAnswers: () => Promise<unknown>) {
  const { proxies, metricsToken } = settings();
  // The built program reads these as it is loaded.
  Object.assign(process.env, {
    TRELLIS_DATABASE: login,
    PROTOCOL_HEADER: 'x-trellis-protocol',
    HOST_HEADER: 'x-trellis-host',
    BODY_SIZE_LIMIT: '42M',
    ...(proxies > 0 && { ADDRESS_HEADER: 'x-forwarded-for', XFF_DEPTH: String(proxies) })
  });
  const home = process.env.TRELLIS_HOME ?? process.cwd();
  const { handler } = await import(path.join(home, 'build', 'handler.js'));
  return listen(settings(), handler, machineDoor(databaseAnswers, metricsToken));
}

// Idle connections are cut at once; running requests have ten seconds.
function closeSoon(server: import('node:http').Server, done: (value: unknown) => void): void {
  server.close(done);
  server.closeIdleConnections();
  setTimeout(() => server.closeAllConnections(), 10_000).unref();
}
