import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { newId } from '#platform/ids.ts';
import { onDatabase, village, type Village } from '#platform/testing/index.server.ts';
import { now } from '#platform/clock/index.ts';
import { deadlinesOf } from './clock.ts';
import { safeguardingPolicyDefault } from './policy.ts';

const database = onDatabase();

// In full: TRELLIS_SOAK_PAGES=10000. Here enough that dozens of kills land in the middle of work.
const deadlines = Number(process.env.TRELLIS_SOAK_PAGES ?? 600);
const kills = Math.max(12, Math.round(deadlines / 50));
const spreadMilliseconds = kills * 400;
const workers = 2;

test(
  `workers killed at any moment, ${kills} times: nobody is left uncalled, and nobody is called twice`,
  async () => {
    const here = await village(database);
    await here.person('Lea', 'safeguarding-lead');
    await here.person('Cora', 'coordinator');
    await here.person('Ada', 'administrator');
    const sami = await here.person('Sami', 'supporter');
    await fallDueBitByBit(here, sami.id);

    const running = await Promise.all(Array.from({ length: workers }, startWorker));
    for (let kill = 0; kill < kills; kill += 1) {
      const victim = running.shift()!;
      await pause(Math.random() * 300);
      victim.kill('SIGKILL');
      running.push(await startWorker());
    }
    await everythingCalled(here);
    for (const worker of running) worker.kill('SIGKILL');

    const { rows } = await database.owner.query(
      `select d.concern_id, d.round, d.step, count(p.id)::int as pages
       from concern_deadlines d left join concern_pages p using (organisation_id, concern_id, round, step)
       where d.organisation_id = $1 and p.channel is distinct from 'mail' group by 1, 2, 3`,
      [here.organisation]
    );
    const uncalled = rows.filter(({ pages }) => pages === 0);
    const doubled = rows.filter(({ pages }) => pages > 1);
    console.log(
      `${kills} kills, ${rows.length} deadlines: ${uncalled.length} uncalled, ${doubled.length} called twice`
    );
    expect(uncalled).toEqual([]);
    expect(doubled).toEqual([]);
    const { rows: mails } = await database.owner.query(
      'select count(*)::int as written from outgoing_mails where organisation_id = $1',
      [here.organisation]
    );
    expect(mails[0].written).toBe(rows.length);
  },
  20 * 60_000
);

// Each concern's three deadlines, squeezed so that they fall due all through the killing.
async function fallDueBitByBit({ asSystem, organisation }: Village, by: string): Promise<void> {
  const begins = now().getTime();
  await asSystem(async (tx) => {
    for (let made = 0; made < deadlines; made += 3) {
      const concern = newId();
      const here = { organisation_id: organisation, concern_id: concern };
      await tx
        .insertInto('concerns')
        .values({
          organisation_id: organisation,
          id: concern,
          sealed_for: by,
          raised_at: now(),
          said: Buffer.from('-')
        })
        .execute();
      await tx
        .insertInto('concern_rounds')
        .values({ ...here, number: 1, urgency: 'immediate', why: 'raised', began_at: now() })
        .execute();
      const steps = deadlinesOf('immediate', now(), safeguardingPolicyDefault);
      await tx
        .insertInto('concern_deadlines')
        .values(
          steps.map(({ step }) => ({
            ...here,
            round: 1,
            step,
            due_at: new Date(begins + Math.random() * spreadMilliseconds)
          }))
        )
        .execute();
    }
  });
}

// Started means sweeping: a kill before that would prove nothing.
async function startWorker(): Promise<ChildProcess> {
  const worker = spawn(
    process.execPath,
    [`${import.meta.dirname}/escalation.crash-worker.server.ts`, database.addresses.login],
    {
      env: { ...process.env, TRELLIS_LOG: 'silent' },
      stdio: ['ignore', 'pipe', 'inherit']
    }
  );
  await once(worker.stdout!, 'data');
  return worker;
}

async function everythingCalled({ asSystem }: Village): Promise<void> {
  for (;;) {
    const waiting = await asSystem((tx) =>
      tx
        .selectFrom('concern_deadlines')
        .select('concern_id')
        .where('called_at', 'is', null)
        .limit(1)
        .executeTakeFirst()
    );
    if (!waiting) return;
    await pause(100);
  }
}
