import { Command } from 'commander';
import { migrate } from '#platform/database/index.server.ts';
import { createQueues } from '#platform/jobs/schema.server.ts';
import { say, withAddresses } from './open.ts';

export const migrateVerb = () =>
  new Command('migrate')
    .description('Brings the database to the newest form.')
    .option('--json', 'print one JSON object')
    .action(async ({ json }) => {
      const applied = await withAddresses((addresses) => migrate(addresses, createQueues), { sole: false });
      say(
        json,
        { applied },
        applied.length ? `Applied:\n  ${applied.join('\n  ')}` : 'The database is up to date.'
      );
    });
