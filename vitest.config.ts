import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

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
          globalSetup: ['src/platform/testing/server.ts'],
          maxWorkers: 2,
          testTimeout: 120_000,
          hookTimeout: 120_000
        }
      },
      {
        // The built program, in a real browser.
        test: {
          name: 'browser',
          include: ['src/**/*.browser.test.ts'],
          globalSetup: ['src/platform/testing/program.ts'],
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 300_000
        }
      }
    ]
  }
});
