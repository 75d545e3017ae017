/**
 * The erasure ledger: a file beside the database, with a line for everybody whose key was destroyed. A backup taken
 * before that day still holds their key; whoever restores it reads this file and destroys the key again. It names
 * nobody: a line is a person's id and the moment it was noted. Lines may come twice, and are never taken out.
 */
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { defineJob, later } from '#platform/jobs/index.server.ts';
import { settings } from '#platform/settings/index.server.ts';

const job = 'note-erasure';

/** Noted by a job, and so if, and only if, the erasure itself is committed. */
export function noteErasuresLater(tx: Tx, people: string[]): Promise<void> {
  return later(tx, job, { people: people.join(' ') });
}

export function assembleErasures(): void {
  defineJob(job, (_tx, { people }) => note(String(people).split(' ')));
}

/** The ids of everybody noted in a ledger; none when there is no such file. */
export function erasuresIn(file = ledgerFile()): string[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return [...new Set(lines.map((line) => line.split(' ')[0]!))];
}

async function note(people: string[]): Promise<void> {
  await mkdir(path.dirname(ledgerFile()), { recursive: true });
  const file = await open(ledgerFile(), 'a', 0o600);
  try {
    await file.appendFile(people.map((person) => `${person} ${now().toISOString()}\n`).join(''));
    // The job is done once this returns, and will not come again.
    await file.sync();
  } finally {
    await file.close();
  }
}

function ledgerFile(): string {
  return path.join(settings().data, 'erasures');
}
