import { Command } from 'commander';
import { say, withDatabase } from './open.ts';
import { tellIt } from './tell.ts';

export const seedVerb = () =>
  new Command('seed')
    .description('Loads the demonstration story into an empty database.')
    .option('--scale <number>', 'how many times the story’s four hundred seekers', Number, 1)
    .option('--json', 'print one JSON object')
    .action(async ({ scale, json }) => {
      const told = await withDatabase((opened) => tellIt(opened, scale));
      const words = told
        ? 'The story is told.'
        : 'There is already an organisation here; nothing was changed.';
      say(json, { seeded: told }, words);
    });
