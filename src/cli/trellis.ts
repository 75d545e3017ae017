/** `bin/trellis`: the same rooms as the pages, for administrators and scripts. Each verb is a file beside this one. */
import { Command } from 'commander';

const program = new Command('trellis')
  .description('Runs and looks after a Trellis installation.')
  .showHelpAfterError('Run with --help to see what this verb takes.');

// Each loads what it needs, and most need little of what the others do.
const verbs: Record<string, () => Promise<Command>> = {
  serve: async () => (await import('./serve.ts')).serveVerb(),
  demo: async () => (await import('./demo.ts')).demoVerb(),
  dev: async () => (await import('./dev.ts')).devVerb(),
  found: async () => (await import('./found.ts')).foundVerb(),
  migrate: async () => (await import('./migrate.ts')).migrateVerb(),
  seed: async () => (await import('./seed.ts')).seedVerb(),
  import: async () => (await import('./import.ts')).importVerb(),
  backup: async () => (await import('./backup.ts')).backupVerb(),
  restore: async () => (await import('./restore.ts')).restoreVerb(),
  keys: async () => (await import('./keys.ts')).keysVerbs(),
  audit: async () => (await import('./audit.ts')).auditVerbs(),
  gate: async () => (await import('./gate.ts')).gateVerb(),
  score: async () => (await import('./score.ts')).scoreVerb(),
  agreement: async () => (await import('./agreement.ts')).agreementVerb(),
  badge: async () => (await import('./badge.ts')).badgeVerbs(),
  bench: async () => (await import('./bench/index.ts')).benchVerbs(),
  schema: async () => (await import('./schema.ts')).schemaVerb()
};
const asked = verbs[process.argv[2] ?? ''];
// Help, and a verb that there is none of, show them all.
for (const verb of asked ? [asked] : Object.values(verbs)) program.addCommand(await verb());

try {
  await program.parseAsync();
  // The built web program keeps pools of its own; by now nobody uses them.
  process.exit();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
