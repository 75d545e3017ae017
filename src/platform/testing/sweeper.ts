/** A worker of its own, for tests that kill it: runs one sweep again and again. `node sweeper.ts <sweep> <login address>`. */
import { setTimeout as pause } from 'node:timers/promises';
import { assemble } from '#assembly/index.server.ts';
import { openPool } from '#platform/database/index.server.ts';
import { sweepNow } from '#platform/jobs/index.server.ts';

const [sweep, login] = process.argv.slice(2) as [string, string];
assemble();
const database = openPool({ login });
console.log('sweeping');
for (;;) {
  await sweepNow(database, sweep);
  await pause(5);
}
