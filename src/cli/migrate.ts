import { Command } from 'commander';
import { assemble } from '#assembly/index.server.ts';
import { migrate, reachDatabase } from '#platform/database/index.server.ts';
import { createQueues } from '#platform/jobs/index.server.ts';
import { settings } from '#platform/settings/index.server.ts';
import { say } from './open.ts';

export const migrateVerb = () =>
  new Command('migrate')
    .description('Brings the database to the newest form.')
    .option('--json', 'print one JSON object')
    .action(async ({ json }) => {
      assemble();
      const { addresses, release } = await reachDatabase(settings(), { sole: false });
      try {
        const applied = await migrate(addresses, createQueues);
        say(
          json,
          { applied },
          applied.length ? `Applied:\n  ${applied.join('\n  ')}` : 'The database is up to date.'
        );
      } finally {
        await release();
      }
    });
