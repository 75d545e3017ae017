import { APIError } from 'better-auth/api';
import { seekerDomain, sharedDeviceHeader } from './auth.server.ts';
import { guess, type Visit } from './guesses.server.ts';
import { identity } from './open.server.ts';
import { plainPassphrase } from './passphrase.server.ts';
import { plainPseudonym } from './pseudonym.ts';

export type SignInOutcome = 'signed-in' | 'second-factor' | 'wrong' | 'too-many';

/** Checks an e-mail and password and, when right, sets the cookie of a session, or of the question for a second factor. */
export function signInWithPassword(
  { email, password, shared = false }: { email: string; password: string; shared?: boolean },
  visit: Visit
): Promise<SignInOutcome> {
  const account = email.trim().toLowerCase();
  // The address a seeker's sign-in is filed under is no second way to guess at it, beside the pseudonym's own count.
  const body = { email: account.endsWith(`@${seekerDomain}`) ? `nobody@${seekerDomain}` : account, password };
  return answered(account, visit, () =>
    identity().api.signInEmail({ body, headers: saying(shared, visit.headers) })
  );
}

/** Checks a seeker's pseudonym and passphrase, however they wrote them. */
export function signInWithPassphrase(
  { pseudonym, passphrase, shared = false }: { pseudonym: string; passphrase: string; shared?: boolean },
  visit: Visit
): Promise<SignInOutcome> {
  const account = plainPseudonym(pseudonym);
  const body = { username: account, password: plainPassphrase(passphrase) || '-' };
  return answered(account, visit, () =>
    identity().api.signInUsername({ body, headers: saying(shared, visit.headers) })
  );
}

/** Headers that tell Better Auth's session hook whether others use this device too. */
export function saying(shared: boolean, headers: Headers): Headers {
  const copy = new Headers(headers);
  copy.set(sharedDeviceHeader, shared ? 'yes' : 'no');
  return copy;
}

// An unknown account and a wrong password do the same work and get the same answer.
async function answered(
  account: string,
  visit: Visit,
  attempt: () => Promise<object>
): Promise<SignInOutcome> {
  const counted = await guess(account, visit);
  if (!counted) return 'too-many';
  try {
    const answer = await attempt();
    await counted.forgive();
    return 'twoFactorRedirect' in answer ? 'second-factor' : 'signed-in';
  } catch (error) {
    if (error instanceof APIError) return 'wrong';
    throw error;
  }
}
