/**
 * Work for later, queued in the caller's own transaction: it is done if, and only if, the transaction commits.
 * A job may run twice (a worker can die after its work and before saying so), so every handler is idempotent.
 * Safety clocks are not jobs: they are `due_at` rows that a sweep looks at, whatever became of the queue.
 */
import { sql } from 'kysely';
import { fromKysely, PgBoss, type Job } from 'pg-boss';
import { speakAs, type Addresses, type Database, type Tx } from '#platform/database/index.server.ts';
import { log } from '#platform/log/index.server.ts';

/** Ids only: job data is not under row-level security. `organisation` is added by `later`. */
export type JobData = Record<string, string | number | null>;
/** A small transaction of its own, committed at once: for what others must see while the job's own is still open. */
export type Aside = (work: (tx: Tx) => Promise<void>) => Promise<void>;
type Handler = (tx: Tx, data: JobData & { organisation: string }, aside: Aside) => Promise<void>;
type Sweep = { everySeconds: number; sweep: (tx: Tx) => Promise<void> };

const handlers = new Map<string, Handler>();
const sweeps = new Map<string, Sweep>();
let queue: PgBoss | undefined;

/** Names a kind of job. The handler runs in a transaction that speaks for the job's organisation. */
export function defineJob(name: string, handler: Handler): void {
  handlers.set(name, handler);
}

/** Names something to look at again and again, for each organisation in a transaction of its own. */
export function defineSweep(name: string, everySeconds: number, sweep: (tx: Tx) => Promise<void>): void {
  sweeps.set(name, { everySeconds, sweep });
}

/** Queues a job in this transaction, for now or for `at`. */
export async function later(tx: Tx, name: string, data: JobData, at?: Date): Promise<void> {
  if (!queue) throw new Error('The job queue is not open.');
  const { rows } = await sql<{ organisation: string }>`select current_organisation() as organisation`.execute(
    tx
  );
  const id = await queue.send(
    name,
    { ...data, ...rows[0] },
    { db: fromKysely(tx), ...(at && { startAfter: at }) }
  );
  // Null would mean that the queue threw the job away; nobody may believe that it will be done.
  if (id === null) throw new Error(`The job ${name} was not accepted.`);
}

/** Opens the queue for `later`. It does no work until `work` is called. */
export async function openQueue(addresses: Pick<Addresses, 'login'>): Promise<void> {
  if (queue) return;
  queue = new PgBoss({
    connectionString: addresses.login,
    options: '-c role=trellis_app',
    max: 2,
    migrate: false,
    supervise: false,
    schedule: false,
    createSchema: false
  } as ConstructorParameters<typeof PgBoss>[0] & object);
  queue.on('error', (error) => log.error({ error }, 'job queue'));
  await queue.start();
  await nameQueues(queue);
}

// Every kind of job has a queue of its own; those of kinds that are new are made.
async function nameQueues(queue: PgBoss): Promise<void> {
  const options = {
    policy: 'standard',
    retryLimit: 10,
    retryDelay: 5,
    retryBackoff: true,
    heartbeatSeconds: 30,
    expireInSeconds: 900
  };
  await queue.getDb().executeSql(
    `select pgboss.create_queue(name, $2) from unnest($1::text[]) name
     where not exists (select from pgboss.queue where queue.name = name)`,
    [[...handlers.keys()], JSON.stringify(options)]
  );
}

export async function closeQueue(): Promise<void> {
  await queue?.stop({ graceful: true, timeout: 10_000 });
  queue = undefined;
}

/** Starts working: jobs as they come, and every sweep at its interval. Returns how to stop. */
export async function work(database: Database): Promise<() => Promise<void>> {
  for (const [name, handler] of handlers) {
    await queue!.work<JobData & { organisation: string }>(
      name,
      { pollingIntervalSeconds: 2, batchSize: 1 },
      async (jobs: Job<JobData & { organisation: string }>[]) => {
        for (const job of jobs) await runJob(database, handler, job.data);
      }
    );
  }
  const stops = [
    ...[...sweeps].map(([name, { everySeconds }]) =>
      repeat(name, everySeconds, () => sweepNow(database, name))
    ),
    // Gives back the jobs of workers that died, by their missing heartbeats.
    repeat('queue', 30, () => queue!.supervise())
  ];
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
    for (const name of handlers.keys()) await queue?.offWork(name);
  };
}

/** Runs one sweep now, for every organisation; what tests and `work` call. One organisation's failure spares the others. */
export async function sweepNow(database: Database, name: string): Promise<void> {
  const sweep = sweeps.get(name);
  if (!sweep) throw new Error(`There is no sweep called ${name}.`);
  for (const id of await organisations(database)) {
    await speakAs(database, { organisation: id, system: true }, sweep.sweep).catch((error) =>
      log.error({ error, sweep: name, organisation: id }, 'a sweep failed')
    );
  }
}

/** Runs one job now, as a worker would; what tests call instead of waiting for the queue. */
export function runJobNow(
  database: Database,
  name: string,
  data: JobData & { organisation: string }
): Promise<void> {
  const handler = handlers.get(name);
  if (!handler) throw new Error(`There is no job called ${name}.`);
  return runJob(database, handler, data);
}

function runJob(
  database: Database,
  handler: Handler,
  data: JobData & { organisation: string }
): Promise<void> {
  const asOrganisation: Aside = (work) =>
    speakAs(database, { organisation: data.organisation, system: true }, work);
  return asOrganisation((tx) => handler(tx, data, asOrganisation));
}

/** Every organisation’s id. */
export async function organisations(database: Database): Promise<string[]> {
  return speakAs(database, { visitor: true }, async (tx) => {
    const { rows } = await sql<{ id: string }>`select organisation_ids() as id`.execute(tx);
    return rows.map(({ id }) => id);
  });
}

/** What this worker should have looked at and has not for three intervals; empty when all is well or it works nothing. */
export function lateSweeps(): string[] {
  const late = [...lastRounds].filter(
    ([, { at, everySeconds }]) => Date.now() - at > everySeconds * 3000 + graceMilliseconds
  );
  return late.map(([name]) => name);
}

// A round may itself take a while on a busy machine; later than this, somebody should look.
const graceMilliseconds = 30_000;
const lastRounds = new Map<string, { at: number; everySeconds: number }>();

// The next round begins a full interval after the last one ended: a slow database is not asked twice at once.
function repeat(name: string, everySeconds: number, work: () => Promise<void>): () => Promise<void> {
  let stopped = false;
  let timer: NodeJS.Timeout;
  let running: Promise<void> = Promise.resolve();
  const succeeded = () => void lastRounds.set(name, { at: Date.now(), everySeconds });
  const round = () => {
    running = work()
      .then(succeeded, (error) => log.error({ error, round: name }, 'a round failed'))
      .then(() => {
        if (!stopped) timer = setTimeout(round, everySeconds * 1000);
      });
  };
  succeeded();
  round();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    lastRounds.delete(name);
    await running;
  };
}
