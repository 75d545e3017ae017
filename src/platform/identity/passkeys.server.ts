import { identity, identityPool } from './open.server.ts';
import { endSession, type SignedIn } from './session.server.ts';
import { saying } from './sign-in.server.ts';

export type Passkey = { id: string; name: string; addedAt: Date | null };

/** The only paths of Better Auth's own HTTP door that are open: the four steps of the two passkey ceremonies. */
const ceremonies = {
  'passkey/generate-authenticate-options': { method: 'GET', signedIn: false },
  'passkey/verify-authentication': { method: 'POST', signedIn: false },
  'passkey/generate-register-options': { method: 'GET', signedIn: true },
  'passkey/verify-registration': { method: 'POST', signedIn: true }
} as const;

/** The step of a ceremony at this path, or null: everything else behind that door does not exist. */
export function ceremonyAt(path: string, method: string): { signedIn: boolean } | null {
  const ceremony = Object.hasOwn(ceremonies, path) ? ceremonies[path as keyof typeof ceremonies] : null;
  return ceremony?.method === method ? ceremony : null;
}

/**
 * Takes one step of a ceremony with the browser. Somebody who is signed in and proves it again by passkey gets a new
 * session, on a device that is as shared as before; the old one ends.
 */
export async function takeCeremonyStep(
  request: Request,
  path: string,
  signedIn: SignedIn | null
): Promise<Response> {
  const headers = signedIn ? saying(signedIn.shared, request.headers) : request.headers;
  const response = await identity().handler(new Request(request, { headers }));
  if (signedIn && response.ok && path === 'passkey/verify-authentication') {
    await endSession(signedIn.person, signedIn.session);
  }
  return response;
}

export async function passkeysOf(person: string): Promise<Passkey[]> {
  const { rows } = await identityPool().query<Passkey>(
    `select id, coalesce(name, '') as name, "createdAt" as "addedAt" from passkey where "userId" = $1 order by "createdAt"`,
    [person]
  );
  return rows;
}

export async function removePasskey(person: string, passkey: string): Promise<void> {
  await identityPool().query('delete from passkey where "userId" = $1 and id = $2', [person, passkey]);
}
