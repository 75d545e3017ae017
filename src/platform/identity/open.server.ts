import type pg from 'pg';
import type { Addresses } from '#platform/database/index.server.ts';
import { openLimits } from '#platform/limits/index.server.ts';
import { makeAuth, type Auth, type CurrentRequest } from './auth.server.ts';

// The command line and the jobs have no browser to set cookies in.
const noRequest = (() => undefined) as unknown as CurrentRequest;

let opened: { auth: Auth; pool: pg.Pool; login: string } | undefined;

/** Opens sign-in, and the limits that are counted through its pool. A process signs in to one database at a time. */
export function openIdentity(
  { login }: Pick<Addresses, 'login'>,
  currentRequest: CurrentRequest = noRequest
): Auth {
  opened ??= { ...makeAuth(login, currentRequest), login };
  if (opened.login !== login) throw new Error('Sign-in is open on another database.');
  openLimits(opened.pool);
  return opened.auth;
}

/** The opened sign-in. Throws before `openIdentity`. */
export function identity(): Auth {
  return open().auth;
}

/** The pool of the role trellis_identity, for the few tables Better Auth knows nothing of. */
export function identityPool(): pg.Pool {
  return open().pool;
}

export async function closeIdentity(): Promise<void> {
  const closing = opened;
  opened = undefined;
  await closing?.pool.end();
}

function open() {
  if (!opened) throw new Error('Sign-in is not open.');
  return opened;
}
