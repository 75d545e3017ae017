import { Command } from 'commander';
import { resealIssuerKeys } from '#platform/credentials/index.server.ts';
import { speakAs } from '#platform/database/index.server.ts';
import { addMasterKey, masterKeyMarks, rotateKeys } from '#platform/encryption/index.server.ts';
import { organisations } from '#platform/jobs/index.server.ts';
import { settings } from '#platform/settings/index.server.ts';
import { say, withDatabase } from './open.ts';

export const keysVerbs = () =>
  new Command('keys').description('The master keys that wrap every person’s own key.').addCommand(
    new Command('rotate')
      .description(
        'Adds a new master key and wraps everybody’s key with it. A running Trellis goes on; it takes up the new key when it next starts.'
      )
      .option('--json', 'print one JSON object')
      .action(async ({ json }) => {
        const rotated = await withDatabase(async ({ database }) => {
          addMasterKey();
          let count = 0;
          for (const organisation of await organisations(database)) {
            const asSystem = { organisation, system: true } as const;
            count += await speakAs(database, asSystem, rotateKeys);
            await speakAs(database, asSystem, resealIssuerKeys);
          }
          return count;
        });
        say(
          json,
          { rotated, masterKeys: masterKeyMarks().length },
          `Wrapped ${rotated} keys with a new master key. Keep a new copy of ${settings().masterKeyFile}; older backups need its older lines.`
        );
      })
  );
