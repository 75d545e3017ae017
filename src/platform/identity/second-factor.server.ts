import { APIError } from 'better-auth/api';
import { toString as drawQr } from 'qrcode';
import { attempt, type Limit } from '#platform/limits/index.server.ts';
import { takeAppCode } from './app-code.server.ts';
import type { Visit } from './guesses.server.ts';
import { cookieIn } from './known-device.server.ts';
import { identity, identityPool } from './open.server.ts';
import { needsSecondFactor } from './password.ts';
import { checkPassword, type SignedIn } from './session.server.ts';
import { saying } from './sign-in.server.ts';

export type SecondFactorOutcome = 'signed-in' | 'wrong' | 'too-many' | 'start-again';

// The account itself is locked by Better Auth after ten wrong codes in a row; this holds whoever tries many accounts.
const codesFromAddress: Limit = { name: 'second-factor-address', max: 60, windowMinutes: 15 };

/** The second half of a sign-in, or the end of adding an app: a code from it, or one of the recovery codes. */
export async function giveSecondFactor(
  { code, recovery, shared = false }: { code: string; recovery: boolean; shared?: boolean },
  { headers, address }: Visit
): Promise<SecondFactorOutcome> {
  const counted = await attempt(codesFromAddress, address);
  if (!counted) return 'too-many';
  const digits = code.replace(/\s/g, '');
  const person = await whoProves(headers);
  const usedUp = !recovery && person !== null && !(await takeAppCode(person, digits));
  // A code that was not taken is still given to Better Auth, as one that is never right, for it counts the wrong ones.
  const outcome = await verified(usedUp ? neverRight : digits, recovery, saying(shared, headers));
  if (outcome === 'signed-in') await counted.forgive();
  return outcome;
}

export type Enrolment = { qr: string; key: string; recoveryCodes: string[] };

/** Why nothing was changed: it is the person's password that is asked for, and guesses at it are counted. */
export type PasswordOutcome = 'wrong' | 'too-many';

/** Begins to add an authenticator app: what to scan or type, and the recovery codes, shown this once. */
export async function beginSecondFactor(
  signedIn: SignedIn,
  password: string,
  visit: Visit
): Promise<Enrolment | PasswordOutcome> {
  const checked = await checkPassword(signedIn, password, visit);
  if (checked !== 'right') return checked;
  const begun = await identity().api.enableTwoFactor({
    body: { password, method: 'totp' },
    headers: visit.headers
  });
  if (begun.method !== 'totp') throw new Error('Only an authenticator app can be added.');
  const key = new URL(begun.totpURI).searchParams.get('secret')!;
  const qr = await drawQr(begun.totpURI, { type: 'svg', margin: 2 });
  return {
    qr: `data:image/svg+xml;base64,${Buffer.from(qr).toString('base64')}`,
    key,
    recoveryCodes: begun.backupCodes
  };
}

/** New recovery codes in place of all earlier ones, shown this once. */
export async function newRecoveryCodes(
  signedIn: SignedIn,
  password: string,
  visit: Visit
): Promise<string[] | PasswordOutcome> {
  const checked = await checkPassword(signedIn, password, visit);
  if (checked !== 'right') return checked;
  const made = await identity().api.generateBackupCodes({ body: { password }, headers: visit.headers });
  return made.backupCodes;
}

/** Takes the second factor away; refused while the password is too short to stand alone. Null when done. */
export async function removeSecondFactor(
  signedIn: SignedIn,
  password: string,
  visit: Visit
): Promise<PasswordOutcome | 'password-too-short' | null> {
  const checked = await checkPassword(signedIn, password, visit);
  if (checked !== 'right') return checked;
  if (needsSecondFactor(password)) return 'password-too-short';
  await identity().api.disableTwoFactor({
    body: { password },
    headers: saying(signedIn.shared, visit.headers)
  });
  return null;
}

export async function hasSecondFactor(person: string): Promise<boolean> {
  const { rows } = await identityPool().query(
    'select "twoFactorEnabled" as enabled from "user" where id = $1',
    [person]
  );
  return rows[0]?.enabled ?? false;
}

async function verified(code: string, recovery: boolean, headers: Headers): Promise<SecondFactorOutcome> {
  try {
    if (recovery) await identity().api.verifyBackupCode({ body: { code }, headers });
    else await identity().api.verifyTOTP({ body: { code }, headers });
    return 'signed-in';
  } catch (error) {
    if (!(error instanceof APIError)) throw error;
    return outcomes[String(error.body?.code)] ?? 'wrong';
  }
}

// Not six digits, so no app ever shows it.
const neverRight = '-';

/** Whose code this is: of whoever gave their password just now, or is signed in and adds an app. */
async function whoProves(headers: Headers): Promise<string | null> {
  const session = await identity().api.getSession({ headers });
  if (session) return session.user.id;
  const { createAuthCookie, internalAdapter } = await identity().$context;
  const asked = cookieIn(headers, createAuthCookie('two_factor').name);
  // The part before the signature; Better Auth checks the signature itself, and without it nothing is opened.
  if (!asked) return null;
  return (await internalAdapter.findVerificationValue(asked.split('.')[0]!))?.value ?? null;
}

const outcomes: Record<string, SecondFactorOutcome> = {
  INVALID_TWO_FACTOR_COOKIE: 'start-again',
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: 'start-again',
  ACCOUNT_TEMPORARILY_LOCKED: 'too-many'
};
