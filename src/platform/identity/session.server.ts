import { identity } from './open.server.ts';

export type SignedIn = { person: string; session: string; name: string };

/** Who this request's cookie belongs to, asked of the database every time: a revoked session ends at once. */
export async function sessionOf(headers: Headers): Promise<SignedIn | null> {
  const found = await identity().api.getSession({ headers });
  return found && { person: found.user.id, session: found.session.id, name: found.user.name };
}
