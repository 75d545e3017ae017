/** Text that goes out and must come back to this installation only, unread and unchanged, such as a visitor's half-filled form. */
import { createHash } from 'node:crypto';
import { decrypt, encrypt } from './envelope.server.ts';
import { currentMasterVersion, masterKey } from './master-key.server.ts';

/** Seals text for ourselves. `purpose` keeps one use's texts from being taken for another's. */
export function sealForOurselves(text: string, purpose: string): string {
  const version = currentMasterVersion();
  return `${version}.${encrypt(keyFor(purpose, version), Buffer.from(text), purpose).toString('base64url')}`;
}

/** The text, or null when it is not ours, was altered, or was sealed with a key we no longer have. */
export function openOurOwn(sealed: string, purpose: string): string | null {
  const [version, body] = sealed.split('.');
  try {
    return decrypt(
      keyFor(purpose, Number(version)),
      Buffer.from(body ?? '', 'base64url'),
      purpose
    ).toString();
  } catch {
    // Whoever made it, it is none of ours: to the caller that is the same as nothing.
    return null;
  }
}

/**
 * Keys for what a signed-in page keeps on its device until we have it, as base64url, the newest first. The device holds what is
 * sealed, and only whoever is shown the page again holds the key; `purpose` names the person and the thing. Older keys open what
 * was kept before a rotation.
 */
export function keysForPage(purpose: string): string[] {
  return Array.from({ length: currentMasterVersion() }, (_, index) =>
    keyFor(`page/${purpose}`, currentMasterVersion() - index).toString('base64url')
  );
}

function keyFor(purpose: string, version: number): Buffer {
  return createHash('sha256').update(`own/${purpose}/`).update(masterKey(version)).digest();
}
