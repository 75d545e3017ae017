import { Command } from 'commander';
import { tellStory } from '#assembly/story.server.ts';
import { closeIdentity, openIdentity } from '#platform/identity/index.server.ts';
import { say, withDatabase } from './open.ts';

export const seedVerb = () =>
  new Command('seed')
    .description('Loads the demonstration story into an empty database.')
    .option('--json', 'print one JSON object')
    .action(async ({ json }) => {
      const told = await withDatabase(async ({ database, addresses }) => {
        openIdentity(addresses);
        return tellStory(database).finally(closeIdentity);
      });
      say(
        json,
        { seeded: told },
        told ? 'The story is told.' : 'There is already an organisation here; nothing was changed.'
      );
    });
