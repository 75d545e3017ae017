import path from 'node:path';
import { Command } from 'commander';
import { backUp } from '#platform/backup/index.server.ts';
import { reachDatabase } from '#platform/database/index.server.ts';
import { settings } from '#platform/settings/index.server.ts';
import { showChapter } from './chapter.ts';
import { say } from './open.ts';

export const backupVerb = () =>
  new Command('backup')
    .description('Writes everything into a new folder, while Trellis runs or not. The master key is not in it: keep that apart.')
    .argument('<folder>', 'a folder that does not exist yet')
    .option('--json', 'print one JSON object')
    .action(async (folder: string, { json }) => {
      const { addresses, release } = await reachDatabase(settings(), { sole: false });
      try {
        const { tables, files, filesElsewhere } = await backUp(addresses, settings(), path.resolve(folder), showChapter);
        const rows = tables.reduce((sum, table) => sum + table.rows, 0);
        const words = [
          `Kept ${rows} rows of ${tables.length} tables and ${files.length} files in ${folder}.`,
          ...(filesElsewhere ? ['The files are in the S3 store and not in this backup.'] : []),
          `Keep the master key (${settings().masterKeyFile}) and the erasure ledger (${path.join(settings().data, 'erasures')}) somewhere else: the first opens a backup, the second keeps erased people erased.`
        ];
        say(json, { folder: path.resolve(folder), rows, tables: tables.length, files: files.length, filesElsewhere }, words.join('\n'));
      } finally {
        await release();
      }
    });
