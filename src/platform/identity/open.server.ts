import type { Addresses } from '#platform/database/index.server.ts';
import { makeAuth, type Auth, type CurrentRequest } from './auth.server.ts';

// The command line and the jobs have no browser to set cookies in.
const noRequest = (() => undefined) as unknown as CurrentRequest;

let opened: Auth | undefined;

export function openIdentity(
  addresses: Pick<Addresses, 'login'>,
  currentRequest: CurrentRequest = noRequest
): Auth {
  opened ??= makeAuth(addresses.login, currentRequest);
  return opened;
}

/** The opened sign-in. Throws before `openIdentity`. */
export function identity(): Auth {
  if (!opened) throw new Error('Sign-in is not open.');
  return opened;
}

export async function closeIdentity(): Promise<void> {
  const auth = opened;
  opened = undefined;
  await (auth?.options.database as { end?: () => Promise<void> } | undefined)?.end?.();
}
