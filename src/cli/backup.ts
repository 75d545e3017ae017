import path from 'node:path';
import { Command } from 'commander';
import { backUp } from '#platform/backup/index.server.ts';
import { settings } from '#platform/settings/index.server.ts';
import { showChapter } from './chapter.ts';
import { say, withAddresses } from './open.ts';

export const backupVerb = () =>
  new Command('backup')
    .description(
      'Writes everything into a new folder, while Trellis runs or not. The master key is not in it: keep that apart.'
    )
    .argument('<folder>', 'a folder that does not exist yet')
    .option('--json', 'print one JSON object')
    .action(async (folder: string, { json }) => {
      const target = path.resolve(folder);
      const { tables, files, filesElsewhere } = await withAddresses(
        (addresses) => backUp(addresses, settings(), target, showChapter),
        { sole: false }
      );
      const rows = tables.reduce((sum, table) => sum + table.rows, 0);
      const { masterKeyFile, data } = settings();
      const words = [
        `Kept ${rows} rows of ${tables.length} tables and ${files.length} files in ${target}.`,
        ...(filesElsewhere ? ['The files are in the S3 store and not in this backup.'] : []),
        'Keep these somewhere else than the backup:',
        `  ${masterKeyFile} (the master key: without it what is sealed stays sealed)`,
        `  ${path.join(data, 'erasures')} (the erasure ledger: it keeps erased people erased)`
      ];
      say(
        json,
        { folder: target, rows, tables: tables.length, files: files.length, filesElsewhere },
        words.join('\n')
      );
    });
