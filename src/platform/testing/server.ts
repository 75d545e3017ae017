/** Vitest's global setup: one PostgreSQL for all tests, with a migrated database that each test file copies. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { addressesOf, migrate } from '#platform/database/index.server.ts';
import { startEmbedded } from '#platform/database/embedded.server.ts';
import { createQueues } from '#platform/jobs/schema.server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The owner's address of the template database. */
    postgres: string;
    folder: string;
  }
}

export default async function setup(project: TestProject) {
  const folder = mkdtempSync(path.join(tmpdir(), 'trellis-test-'));
  // The server's account must be able to walk to its folder.
  await import('node:fs').then(({ chmodSync }) => chmodSync(folder, 0o755));
  process.env.TRELLIS_DATA = folder;
  const outside = process.env.TRELLIS_TEST_DATABASE_URL;
  // Durability is what crash tests are for; everywhere else the tests may be quick.
  const server = outside
    ? { url: outside, stop: async () => undefined }
    : await startEmbedded(folder, ['-c fsync=off', '-c max_connections=400', '-c shared_buffers=64MB']);
  const url = new URL(server.url);
  url.pathname = '/trellis_template';
  await migrate(addressesOf(url.href, path.join(folder, 'secrets', 'master-key')), createQueues);
  project.provide('postgres', url.href);
  project.provide('folder', folder);
  return async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
