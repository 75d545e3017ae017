/**
 * Around each test file: files share a process, which spares loading every room again for each, and so whatever a file
 * sets or moves is put back for the next one. What it opens, `onDatabase` closes.
 */
import { afterAll, beforeAll, inject } from 'vitest';
import { moveClock } from '#platform/clock/index.ts';
import { overrideSettings } from '#platform/settings/index.server.ts';

const before = { ...process.env } as Record<string, string>;

// The tests' own keys and files, never those of the checkout.
beforeAll(() => overrideSettings({ TRELLIS_DATA: inject('folder') }));

afterAll(() => {
  moveClock();
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  overrideSettings(before);
});
