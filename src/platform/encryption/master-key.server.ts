/**
 * The installation's master keys: a file with one key a line, the newest last. Rotation appends a line
 * (`bin/trellis keys rotate`); old lines stay, because old backups need them.
 */
import { appendFileSync } from 'node:fs';
import { createHash, randomBytes } from 'node:crypto';
import { secret, settings } from '#platform/settings/index.server.ts';

let read: { file: string; keys: Buffer[] } | undefined;

/** The 32-byte key of that version, counted from 1. */
export function masterKey(version: number): Buffer {
  // A rotation by another process may have added it since the file was read.
  if (version > masterKeys().length) read = undefined;
  const key = masterKeys()[version - 1];
  if (!key)
    throw new Error(
      `The master key file has no key number ${version}. Restore the file that belongs to this data.`
    );
  return key;
}

export function currentMasterVersion(): number {
  return masterKeys().length;
}

/** Adds a new master key; `rotateKeys` then re-wraps everybody's data key with it. */
export function addMasterKey(): void {
  secret(settings().masterKeyFile);
  appendFileSync(settings().masterKeyFile, `\n${randomBytes(32).toString('base64url')}`);
  read = undefined;
}

/** A mark of each key, oldest first, that tells one key from another and nothing about it. */
export function masterKeyMarks(): string[] {
  return masterKeys().map((key) => createHash('sha256').update('trellis-key-mark').update(key).digest('hex'));
}

function masterKeys(): Buffer[] {
  const file = settings().masterKeyFile;
  if (read?.file !== file) read = { file, keys: keysIn(file) };
  return read.keys;
}

function keysIn(file: string): Buffer[] {
  return secret(file)
    .split(/\s+/)
    .map((line) => createHash('sha256').update('trellis-data-keys').update(line).digest());
}
