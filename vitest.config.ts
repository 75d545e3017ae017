import { globSync, readFileSync } from 'node:fs';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

// What comes after a moment comes after many on a busy machine; vitest gives up after one second.
const pollPatiently = { poll: { timeout: 60_000 } };

const onPostgres = {
  globalSetup: ['src/platform/testing/server.ts'],
  // Files share their worker's modules: loading every room anew for each of them took as long as the tests themselves.
  isolate: false,
  setupFiles: ['src/platform/testing/as-new.ts'],
  // One more than the cores of a small machine: a test waits for its database much of the time.
  maxWorkers: 3,
  testTimeout: 120_000,
  hookTimeout: 120_000,
  expect: pollPatiently
};

export default defineConfig({
  test: {
    projects: [
      {
        // Rules, and rooms on the real database.
        plugins: [svelte()],
        test: {
          name: 'rooms',
          include: ['src/**/*.test.ts'],
          exclude: ['src/**/*.browser.test.ts'],
          ...onPostgres
        }
      },
      {
        // The rooms once more, on an outside PostgreSQL: whatever stands on the tests' database. The rest would be the same again.
        plugins: [svelte()],
        test: { name: 'outside', include: standingOnDatabase(), ...onPostgres }
      },
      {
        // The built program, in a real browser.
        test: {
          name: 'browser',
          include: ['src/**/*.browser.test.ts'],
          globalSetup: ['src/platform/testing/program.ts'],
          fileParallelism: false,
          expect: pollPatiently,
          testTimeout: 300_000,
          hookTimeout: 300_000
        }
      }
    ]
  }
});

function standingOnDatabase(): string[] {
  return globSync('src/**/*.test.ts').filter((file) =>
    /onDatabase\(|inject\('postgres'\)/.test(readFileSync(file, 'utf8'))
  );
}
