import { Command } from 'commander';
import { tellStory } from '#assembly/story.server.ts';
import { say, withDatabase } from './open.ts';

export const seedVerb = () =>
  new Command('seed')
    .description('Loads the demonstration story into an empty database.')
    .option('--json', 'print one JSON object')
    .action(async ({ json }) => {
      const told = await withDatabase(({ database }) => tellStory(database));
      say(
        json,
        { seeded: told },
        told ? 'The story is told.' : 'There is already an organisation here; nothing was changed.'
      );
    });
