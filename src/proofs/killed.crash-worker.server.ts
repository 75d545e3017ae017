/**
 * A program of its own for killing.server.ts to kill: it records one session after the other, and writes to a file what it is about
 * to do and what it was told is saved. Begun again, it first repeats what was never answered. Arguments: owner address, file.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { recordEncounter } from '#domains/support/index.server.ts';
import { actingAs } from '#platform/access/index.server.ts';
import { addressesOf, openPool, speakAs } from '#platform/database/index.server.ts';
import { assemble } from '#assembly/index.server.ts';
import { newId } from '#platform/ids.ts';
import { openQueue } from '#platform/jobs/index.server.ts';

const [, , url, told] = process.argv as [string, string, string, string];
assemble();
const addresses = addressesOf(url, path.join(process.env.TRELLIS_DATA!, 'secrets', 'master-key'));
const database = openPool(addresses, { max: 1 });
await openQueue(addresses);

const { rows } = await import('pg').then(async ({ default: pg }) => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client
    .query('select id as relationship, supporter_id from relationships')
    .finally(() => client.end());
});
const { relationship, supporter_id: id } = rows[0];
const supporter = (await speakAs(database, { visitor: true }, (tx) =>
  actingAs(tx, { id, name: 'supporter' }, undefined)
))!;

const lines = existsSync(told) ? readFileSync(told, 'utf8').split('\n') : [];
const saved = new Set(lines.filter((line) => line.startsWith('saved ')).map((line) => line.slice(6)));
const unanswered = lines
  .filter((line) => line.startsWith('about '))
  .map((line) => line.slice(6))
  .filter((command) => !saved.has(command));

for (const command of unanswered) await recordOne(command);
console.log('recording');
for (;;) {
  const command = newId();
  appendFileSync(told, `about ${command}\n`);
  await recordOne(command);
}

async function recordOne(command: string): Promise<void> {
  const note = { talkedAbout: 'the rain', helped: 'tea', nextStep: 'Friday' };
  const encounter = {
    id: command,
    relationship,
    kind: 'call' as const,
    startedAt: new Date(),
    minutes: 20,
    note
  };
  const refusal = await speakAs(
    database,
    { person: supporter.id, organisation: supporter.organisation.id },
    (tx) => recordEncounter(tx, encounter, supporter)
  );
  if (refusal) throw new Error(refusal);
  appendFileSync(told, `saved ${command}\n`);
}
