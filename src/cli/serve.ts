import path from 'node:path';
import { Command } from 'commander';
import type { Addresses } from '#platform/database/index.server.ts';
import { listen } from '#platform/http/server.ts';
import { machineDoor } from '#platform/http/machine-door.ts';
import { log } from '#platform/log/index.server.ts';
import { settings } from '#platform/settings/index.server.ts';
import { withMigrated } from './open.ts';
import { untilSignal } from './signals.ts';

export const serveVerb = () =>
  new Command('serve')
    .description('Runs Trellis: pages, jobs and the clocks, until it is told to stop.')
    .option('--web-only', 'pages only; another process works the jobs')
    .option('--worker-only', 'jobs and clocks only')
    .action(async ({ webOnly, workerOnly }) => {
      await withMigrated((addresses) => serve(addresses, { web: !workerOnly, worker: !webOnly }), {
        sole: true
      });
    });

/** Serves until a signal, then lets what runs finish. `ready` hears the port once pages can be opened. */
export async function serve(
  addresses: Addresses,
  parts: { web: boolean; worker: boolean },
  ready?: (port: number) => void
): Promise<void> {
  const stopped = untilSignal();
  const handler = parts.web ? await pages(addresses.login) : null;
  const { assertWorking, closeRooms, startWork } = await rooms(parts);
  const stopWork = parts.worker ? await startWork(addresses) : null;
  const door = machineDoor(() => assertWorking(addresses), settings().metricsToken);
  const web = handler && (await listen(settings(), handler, door));
  if (web) ready?.(web.port);
  log.info({ port: web?.port, worker: parts.worker }, 'Trellis is running');
  await stopped;
  await new Promise((resolve) => (web ? closeSoon(web.server, resolve) : resolve(null)));
  await stopWork?.();
  await closeRooms();
  log.info('Trellis has stopped');
}

const built = (file: string) => path.join(process.env.TRELLIS_HOME ?? process.cwd(), 'build', file);

async function pages(login: string): Promise<Parameters<typeof listen>[1]> {
  const { proxies } = settings();
  // The built program reads these as it is loaded.
  Object.assign(process.env, {
    TRELLIS_DATABASE: login,
    PROTOCOL_HEADER: 'x-trellis-protocol',
    HOST_HEADER: 'x-trellis-host',
    BODY_SIZE_LIMIT: '42M',
    ...(proxies > 0 && { ADDRESS_HEADER: 'x-forwarded-for', XFF_DEPTH: String(proxies) })
  });
  return (await import(built('handler.js'))).handler;
}

// The built pages bring the rooms with them; to load these from their sources too would hold everything twice.
function rooms({ web }: { web: boolean }): Promise<typeof import('#assembly/program.server.ts')> {
  return web ? import(built('server/program.js')) : import('#assembly/program.server.ts');
}

// Idle connections are cut at once; running requests have ten seconds.
function closeSoon(server: import('node:http').Server, done: (value: unknown) => void): void {
  server.close(done);
  server.closeIdleConnections();
  setTimeout(() => server.closeAllConnections(), 10_000).unref();
}
