/** `bin/trellis`: the same rooms as the pages, for administrators and scripts. Each verb is a file beside this one. */
import { Command } from 'commander';
import { agreementVerb } from './agreement.ts';
import { auditVerbs } from './audit.ts';
import { backupVerb } from './backup.ts';
import { badgeVerbs } from './badge.ts';
import { benchVerbs } from './bench/index.ts';
import { demoVerb } from './demo.ts';
import { devVerb } from './dev.ts';
import { foundVerb } from './found.ts';
import { gateVerb } from './gate.ts';
import { importVerb } from './import.ts';
import { keysVerbs } from './keys.ts';
import { migrateVerb } from './migrate.ts';
import { restoreVerb } from './restore.ts';
import { schemaVerb } from './schema.ts';
import { scoreVerb } from './score.ts';
import { seedVerb } from './seed.ts';
import { serveVerb } from './serve.ts';

const program = new Command('trellis')
  .description('Runs and looks after a Trellis installation.')
  .showHelpAfterError('Run with --help to see what this verb takes.');

const verbs = [
  serveVerb,
  demoVerb,
  devVerb,
  foundVerb,
  migrateVerb,
  seedVerb,
  importVerb,
  backupVerb,
  restoreVerb,
  keysVerbs,
  auditVerbs,
  gateVerb,
  scoreVerb,
  agreementVerb,
  badgeVerbs,
  benchVerbs,
  schemaVerb
];
for (const verb of verbs) program.addCommand(verb());

try {
  await program.parseAsync();
  // The built web program keeps pools of its own; by now nobody uses them.
  process.exit();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
