/** For developers: the story's data behind Vite, which reloads pages as their sources change. */
import { Command } from 'commander';
import { cast, demoPassword } from '#assembly/story/cast.ts';
import { overrideSettings } from '#platform/settings/index.server.ts';
import { withDatabase } from './open.ts';
import { tellIt } from './tell.ts';
import { answerAlone, untilSignal } from './signals.ts';

export const devVerb = () =>
  new Command('dev')
    .description('Serves the demonstration and reloads it as its sources change (for developers).')
    .option('--port <number>', 'where to serve', '5173')
    .action(async ({ port }) => {
      overrideSettings({ TRELLIS_PORT: port, TRELLIS_DEMO: '1' });
      await withDatabase(
        async ({ database, addresses }) => {
          await tellIt({ database, addresses }, 0.1);
          process.env.TRELLIS_DATABASE = addresses.login;
          const { startWork } = await import('#assembly/program.server.ts');
          const stopWork = await startWork(addresses);
          const { createServer } = await import('vite');
          const vite = await createServer({ server: { port: Number(port), strictPort: true } });
          await vite.listen();
          vite.printUrls();
          console.log(`Sign in as ${cast.map(({ email }) => email).join(', ')} with "${demoPassword}".`);
          // Vite would end the process by itself, and the database server would be left behind.
          answerAlone();
          await untilSignal();
          await vite.close();
          await stopWork();
        },
        { sole: true }
      );
    });
