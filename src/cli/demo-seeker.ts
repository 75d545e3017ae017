/** The words of the demonstration's seeker, kept beside its data so that every start can show them. Only ever of an invented person. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { settings } from '#platform/settings/index.server.ts';

export type DemoSeeker = { pseudonym: string; passphrase: string };

export function rememberSeeker({ pseudonym, passphrase }: DemoSeeker): void {
  writeFileSync(file(), JSON.stringify({ pseudonym, passphrase }), { mode: 0o600 });
}

export function demoSeeker(): DemoSeeker | null {
  return existsSync(file()) ? JSON.parse(readFileSync(file(), 'utf8')) : null;
}

function file(): string {
  return path.join(settings().data, 'demo-seeker.json');
}
