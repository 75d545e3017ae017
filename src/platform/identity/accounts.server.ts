import { seekerDomain } from './auth.server.ts';
import { commonPasswords } from './common-passwords.server.ts';
import type { Visit } from './guesses.server.ts';
import { identity, identityPool } from './open.server.ts';
import {
  needsSecondFactor,
  refusalOfPassword,
  type PasswordContext,
  type PasswordRefusal
} from './password.ts';
import { checkPassword, type SignedIn } from './session.server.ts';
import { saying } from './sign-in.server.ts';

/** Why a password cannot be used, or null. */
export async function passwordRefusal(
  password: string,
  context: PasswordContext
): Promise<PasswordRefusal | null> {
  return refusalOfPassword(password, context, await commonPasswords());
}

/** Gives an existing person an e-mail and password to sign in with. Throws when either already has a sign-in. */
export async function createStaffSignIn(
  person: { id: string; name: string },
  email: string,
  password: string
): Promise<void> {
  await createSignIn(
    {
      id: person.id,
      name: person.name,
      email: email.trim().toLowerCase(),
      shortPassword: needsSecondFactor(password)
    },
    password
  );
}

/** The person who signs in with this e-mail, or null. Only for the bearer of a link that was mailed there. */
export async function personWithEmail(email: string): Promise<string | null> {
  const { rows } = await identityPool().query('select id from "user" where email = $1', [
    email.trim().toLowerCase()
  ]);
  return rows[0]?.id ?? null;
}

/** What somebody signs in with, and whether that is an e-mail; null for a person without a sign-in. */
export async function signInOf(
  person: string
): Promise<{ account: string; kind: 'staff' | 'seeker' } | null> {
  const { rows } = await identityPool().query('select email, username from "user" where id = $1', [person]);
  if (!rows[0]) return null;
  return rows[0].email.endsWith(`@${seekerDomain}`)
    ? { account: rows[0].username, kind: 'seeker' }
    : { account: rows[0].email, kind: 'staff' };
}

/** Changes the password and ends every other session. Null when done. */
export async function changePassword(
  signedIn: SignedIn,
  { current, next, organisation }: { current: string; next: string; organisation: string },
  visit: Visit
): Promise<PasswordRefusal | 'wrong' | 'too-many' | null> {
  const refusal = await passwordRefusal(next, { email: signedIn.account, organisation });
  if (refusal) return refusal;
  const checked = await checkPassword(signedIn, current, visit);
  if (checked !== 'right') return checked;
  await identity().api.changePassword({
    body: { currentPassword: current, newPassword: next, revokeOtherSessions: true },
    headers: saying(signedIn.shared, visit.headers)
  });
  await noteLength(signedIn.person, next);
  return null;
}

/** Keeps the name in the sign-in like the person's own. */
export async function renameSignIn(person: string, name: string): Promise<void> {
  await identityPool().query('update "user" set name = $2 where id = $1', [person, name]);
}

/** Takes away every way to sign in, and ends every session. Cannot be undone. */
export async function removeSignIn(person: string): Promise<void> {
  await identityPool().query('delete from "user" where id = $1', [person]);
}

/** Remembers whether a password just set is long enough to stand alone. */
export async function noteLength(person: string, password: string): Promise<void> {
  await identityPool().query('update "user" set "shortPassword" = $2 where id = $1', [
    person,
    needsSecondFactor(password)
  ]);
}

export type NewSignIn = {
  id: string;
  name: string;
  email: string;
  username?: string;
  displayUsername?: string;
  shortPassword?: boolean;
};

/** Throws when the id, the e-mail or the pseudonym already has a sign-in: making one never changes another. */
export async function createSignIn(user: NewSignIn, password: string): Promise<void> {
  const { adapter, internalAdapter, password: hasher } = await identity().$context;
  const hash = await hasher.hash(password);
  const at = new Date();
  await adapter.create({
    model: 'user',
    forceAllowId: true,
    data: { ...user, emailVerified: true, createdAt: at, updatedAt: at }
  });
  await internalAdapter.linkAccount({
    userId: user.id,
    providerId: 'credential',
    accountId: user.id,
    password: hash
  });
}
