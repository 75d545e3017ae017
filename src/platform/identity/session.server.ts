import { APIError } from 'better-auth/api';
import { identity } from './open.server.ts';

export type SignedIn = { person: string; session: string; name: string };

/** Who this request's cookie belongs to, asked of the database every time: a revoked session ends at once. */
export async function sessionOf(headers: Headers): Promise<SignedIn | null> {
  const found = await identity().api.getSession({ headers });
  return found && { person: found.user.id, session: found.session.id, name: found.user.name };
}

/** Checks an e-mail and password and, when right, sets the session's cookie on this request's answer. */
export async function signInWithPassword(
  credentials: { email: string; password: string },
  headers: Headers
): Promise<boolean> {
  try {
    await identity().api.signInEmail({ body: credentials, headers });
    return true;
  } catch (error) {
    if (error instanceof APIError) return false;
    throw error;
  }
}

/** Ends this request's session and takes its cookie away. */
export async function signOut(headers: Headers): Promise<void> {
  await identity().api.signOut({ headers });
}
