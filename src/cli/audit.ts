import { Command } from 'commander';
import { firstBrokenLink } from '#platform/audit/index.server.ts';
import { speakAs } from '#platform/database/index.server.ts';
import { organisations } from '#platform/jobs/index.server.ts';
import { say, withDatabase } from './open.ts';

export const auditVerbs = () =>
  new Command('audit').description('The record of who did what.').addCommand(
    new Command('verify')
      .description(
        'Checks every organisation’s chain of audit entries; fails when one is missing or altered.'
      )
      .option('--json', 'print one JSON object')
      .action(async ({ json }) => {
        const broken = await withDatabase(async ({ database }) => {
          const found: { organisation: string; sequence: number; why: string }[] = [];
          for (const organisation of await organisations(database)) {
            const link = await speakAs(database, { organisation, system: true }, (tx) =>
              firstBrokenLink(tx, organisation)
            );
            if (link) found.push({ organisation, ...link });
          }
          return found;
        });
        const words = broken.map(
          (link) => `Organisation ${link.organisation}, entry ${link.sequence}: ${link.why}.`
        );
        say(
          json,
          { valid: broken.length === 0, broken },
          words.length ? words.join('\n') : 'Every chain is whole.'
        );
        if (broken.length > 0) process.exitCode = 1;
      })
  );
