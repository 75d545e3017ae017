/** A worker of its own for escalation.crash.test.ts to kill: it sweeps again and again. Its one argument is the login address. */
import { setTimeout as pause } from 'node:timers/promises';
import { openPool } from '#platform/database/index.server.ts';
import { defineSweep, sweepNow } from '#platform/jobs/index.server.ts';
import { escalate } from './escalation.server.ts';

defineSweep('escalate', 1, escalate);
const database = openPool({ login: process.argv[2]! });
console.log('sweeping');
for (;;) {
  await sweepNow(database, 'escalate');
  await pause(5);
}
