/** For developers: writes the tables’ TypeScript types from a freshly migrated database, or checks that they are true. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import { addressesOf, migrate } from '#platform/database/index.server.ts';
import { startEmbedded } from '#platform/database/embedded.server.ts';

export const schemaVerb = () =>
  new Command('schema')
    .description('Writes src/platform/database/schema.ts from the migrations (for developers).')
    .option('--check', 'change nothing; fail when the file is not up to date')
    .action(async ({ check }) => {
      const folder = mkdtempSync(path.join(tmpdir(), 'trellis-schema-'));
      chmodSync(folder, 0o755);
      const server = await startEmbedded(folder, ['-c fsync=off']);
      try {
        await migrate(addressesOf(server.url, path.join(folder, 'master-key')));
        generate(server.url, check);
      } finally {
        await server.stop();
        rmSync(folder, { recursive: true, force: true });
      }
    });

function generate(url: string, check: boolean): void {
  const dates = ['--numeric-parser', 'string', '--date-parser', 'string'];
  const output = ['--out-file', 'src/platform/database/schema.ts', '--exclude-pattern', 'schema_migrations'];
  const options = [
    '--dialect',
    'postgres',
    '--url',
    url,
    ...dates,
    ...output,
    ...(check ? ['--verify'] : [])
  ];
  const { status, stderr } = spawnSync('kysely-codegen', options, { encoding: 'utf8' });
  if (status === 0) return;
  if (check) throw new Error('The types are not those of the migrations: run bin/trellis schema.');
  // It would print the address, and the password in it.
  throw new Error(stderr.replaceAll(url, 'the database'));
}
