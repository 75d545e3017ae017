import { rmSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { cast, demoPassword } from '#assembly/story/cast.ts';
import { overrideSettings, settings } from '#platform/settings/index.server.ts';
import { demoSeeker } from './demo-seeker.ts';
import { serve } from './serve.ts';
import { withMigrated } from './open.ts';
import { tellOnce } from './tell.ts';

export const demoVerb = () =>
  new Command('demo')
    .description('Serves the demonstration: an invented organisation with a sign-in for each role.')
    .option('--port <number>', 'where to serve', '8080')
    .option('--reset', 'forget what was done in the demonstration and tell the story anew')
    .option('--scale <number>', 'how many times the story’s four hundred seekers', Number, 1)
    .option(
      '--check',
      'walk the first whole journey on a free port and a temporary folder, stop, and say how it went'
    )
    .action(async ({ port, reset, scale, check }) => {
      if (check) {
        const { checkJourney } = await import('./check/index.ts');
        const walked = await checkJourney(console.log);
        console.log(walked ? 'The whole journey holds.' : 'The journey broke off.');
        process.exitCode = walked ? 0 : 1;
        return;
      }
      overrideSettings({ TRELLIS_PORT: port, TRELLIS_DEMO: '1' });
      if (reset) forget(settings().data);
      await serveDemo(scale, (open) => console.log(signIns(open)));
    });

/** Tells the story where there is none, and serves until a signal. */
async function serveDemo(scale: number, ready: (port: number) => void): Promise<void> {
  await withMigrated(
    async (addresses) => {
      await tellOnce(addresses, scale);
      await serve(addresses, { web: true, worker: true }, ready);
    },
    { sole: true }
  );
}

// Only what the demonstration made; the master key goes too, for its data is gone.
function forget(data: string): void {
  for (const part of ['postgres', 'files', 'secrets'])
    rmSync(path.join(data, part), { recursive: true, force: true });
}

function signIns(port: number): string {
  const width = Math.max(...cast.map(({ email }) => email.length)) + 2;
  const rows = cast.map(({ email, roles, name }) => `  ${email.padEnd(width)} ${roles.join(', ')} — ${name}`);
  return [
    `\nTrellis is open at http://localhost:${port}\n`,
    `Sign in at http://localhost:${port}/sign-in with the password "${demoPassword}" as:`,
    ...rows,
    ...seekerRow(),
    '\nOr ask for support without a name, from the front page. Everybody here is invented. Stop with Ctrl-C.\n'
  ].join('\n');
}

function seekerRow(): string[] {
  const seeker = demoSeeker();
  return seeker
    ? [`  seeker: the pseudonym "${seeker.pseudonym}" with the passphrase "${seeker.passphrase}"`]
    : [];
}
