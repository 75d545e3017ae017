/** The long proofs, in full: what `bin/test` runs for seconds runs here for as long as it takes. Run by bin/soak. */
import { spawnSync } from 'node:child_process';

const runs = [
  {
    name: 'killed at any moment, 100 times',
    test: 'src/proofs/killed',
    setting: { TRELLIS_SOAK_KILLS: '100' }
  },
  {
    name: 'one connection, 100,000 turns',
    test: 'src/proofs/pool',
    setting: { TRELLIS_SOAK_TURNS: '100000' }
  },
  {
    name: 'escalations, 10,000 deadlines',
    test: 'src/domains/safeguarding/escalation.crash',
    setting: { TRELLIS_SOAK_PAGES: '10000' }
  },
  {
    name: 'imports, 100,000 rows',
    test: 'src/assembly/imports-at-size',
    setting: { TRELLIS_TEST_ROWS: '100000' }
  }
];
// Only what the tests themselves say, and what went wrong.
const plainly = ['--reporter=dot', '--disable-console-intercept'];
const wanted = process.argv.slice(2);
const chosen = runs.filter(({ test }) => wanted.length === 0 || wanted.some((word) => test.includes(word)));
if (chosen.length === 0) {
  console.error(
    `Nothing here is called ${wanted.join(' ')}. Choose among: killed, pool, escalation, imports.`
  );
  process.exit(1);
}

const failed = chosen.filter(({ name, test, setting }) => {
  const began = performance.now();
  console.log(`▸ ${name}`);
  const { status } = spawnSync(
    process.execPath,
    ['node_modules/vitest/vitest.mjs', 'run', '--project', 'rooms', test, ...plainly],
    {
      stdio: 'inherit',
      // Fewer for a first look: the same settings, from outside.
      env: { ...setting, ...process.env }
    }
  );
  console.log(`  ${status === 0 ? '✓' : '✗'} ${name} (${Math.round((performance.now() - began) / 1000)} s)`);
  return status !== 0;
});
process.exitCode = failed.length === 0 ? 0 : 1;
