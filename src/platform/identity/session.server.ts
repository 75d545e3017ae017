import { createHmac, timingSafeEqual } from 'node:crypto';
import { sql } from 'kysely';
import {
  actingIn,
  membershipIn,
  type Membership,
  type MembershipRow
} from '#platform/access/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import { now } from '#platform/clock/index.ts';
import { tellClock, type Tx } from '#platform/database/index.server.ts';
import { takeAppCode } from './app-code.server.ts';
import { guessSignedIn, type Visit } from './guesses.server.ts';
import { identity, identityPool } from './open.server.ts';
import { plainPassphrase } from './passphrase.server.ts';
import { isOver, isRecent } from './session-limits.ts';

export type SignedIn = {
  person: string;
  name: string;
  session: string;
  /** What they sign in with: an e-mail, or a seeker's pseudonym in its plain form. */
  account: string;
  shared: boolean;
  /** When they last proved who they are. */
  confirmedAt: Date;
  /** Their password is a short one and nothing stands beside it yet: they must add a second factor first. */
  owesSecondFactor: boolean;
};

// Writing every use would make every page a write; a minute is exact enough for fifteen.
const lastUseSecondsMin = 60;

export type Begun = { signedIn: SignedIn; memberships: Membership[]; person: Person | null };

/**
 * Who this request's cookie belongs to, asked of the database every time: a revoked session ends at once. From here on
 * the transaction speaks as them, in the organisation they chose or in their first; `person` is null, and nobody
 * speaks, where they belong nowhere any more.
 */
export async function beginSession(
  tx: Tx,
  headers: Headers,
  chosen: string | undefined
): Promise<Begun | null> {
  const token = await tokenIn(headers);
  const { rows } = token
    ? await sql<BegunRow>`select *, ${tellClock()} from begin_session(${token}, ${uuidIn(chosen)})`.execute(
        tx
      )
    : { rows: [] };
  const [row] = rows;
  if (!row) return null;
  const times = { startedAt: row.started_at, lastUsedAt: row.last_used_at, shared: row.shared };
  if (isOver(times, now())) {
    await endSession(row.person, row.session);
    return null;
  }
  await noteUse(row.session, row.last_used_at);
  const memberships = row.memberships.map(membershipIn);
  return {
    signedIn: {
      person: row.person,
      name: row.name,
      session: row.session,
      account: row.account,
      shared: row.shared,
      confirmedAt: row.confirmed_at,
      owesSecondFactor: row.owes_second_factor
    },
    memberships,
    person: actingIn(memberships, { id: row.person, name: row.name }, row.acting_in ?? undefined)
  };
}

type BegunRow = {
  session: string;
  person: string;
  name: string;
  account: string;
  shared: boolean;
  started_at: Date;
  last_used_at: Date;
  confirmed_at: Date;
  owes_second_factor: boolean;
  memberships: MembershipRow[];
  acting_in: string | null;
};

// Better Auth signs the cookie, `token.signature`, so that a token out of a stolen backup opens nothing without the key.
async function tokenIn(headers: Headers): Promise<string | null> {
  const { authCookies, secret } = await identity().$context;
  const cookie = cookieIn(headers, authCookies.sessionToken.name);
  const dot = cookie.lastIndexOf('.');
  const token = cookie.slice(0, Math.max(0, dot));
  const signature = Buffer.from(cookie.slice(dot + 1));
  const expected = Buffer.from(createHmac('sha256', secret).update(token).digest('base64'));
  return signature.length === expected.length && timingSafeEqual(signature, expected) ? token : null;
}

function cookieIn(headers: Headers, name: string): string {
  const cookies = (headers.get('cookie') ?? '').split(/; */);
  const cookie = cookies.find((each) => each.startsWith(`${name}=`)) ?? '';
  try {
    return decodeURIComponent(cookie.slice(name.length + 1));
  } catch {
    // Not written by us.
    return '';
  }
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const uuidIn = (text: string | undefined) => (text && uuid.test(text) ? text : null);

/** Whether they proved who they are recently enough for a sensitive act. */
export function confirmedRecently(signedIn: SignedIn): boolean {
  return isRecent(signedIn.confirmedAt, now());
}

/** Asks again who they are, for a sensitive act: by the password, or the six digits of their app. */
export async function confirm(
  signedIn: SignedIn,
  secret: string,
  visit: Visit
): Promise<'confirmed' | 'wrong' | 'too-many'> {
  // No password is that short, so six digits are a code.
  const digits = secret.replace(/\s/g, '');
  const checked = /^\d{6}$/.test(digits)
    ? await checkAppCode(signedIn, digits, visit)
    : await checkPassword(signedIn, secret, visit);
  if (checked === 'right') {
    await identityPool().query('update session set "confirmedAt" = $2 where id = $1', [
      signedIn.session,
      now()
    ]);
    return 'confirmed';
  }
  return checked;
}

/** Whether this is the person's password, or passphrase; counted as a guess like any sign-in. */
export async function checkPassword(
  { person, account }: Pick<SignedIn, 'person' | 'account'>,
  typed: string,
  visit: Visit
): Promise<'right' | 'wrong' | 'too-many'> {
  const counted = await guessSignedIn(person, visit);
  if (!counted) return 'too-many';
  const { internalAdapter, password: hasher } = await identity().$context;
  const credential = await internalAdapter.findCredentialAccount(person);
  const password = account.includes('@') ? typed : plainPassphrase(typed);
  if (!credential?.password || !(await hasher.verify({ hash: credential.password, password })))
    return 'wrong';
  await counted.forgive();
  return 'right';
}

async function checkAppCode(
  { person }: SignedIn,
  code: string,
  visit: Visit
): Promise<'right' | 'wrong' | 'too-many'> {
  const counted = await guessSignedIn(person, visit);
  if (!counted) return 'too-many';
  if (!(await takeAppCode(person, code))) return 'wrong';
  await counted.forgive();
  return 'right';
}

export type OpenSession = { id: string; startedAt: Date; lastUsedAt: Date; device: string; shared: boolean };

/** Where the person is signed in now, the latest used first. A seeker's device is never known. */
export async function sessionsOf(person: string): Promise<OpenSession[]> {
  const { rows } = await identityPool().query<OpenSession>(
    `select id, "createdAt" as "startedAt", coalesce("lastUsedAt", "createdAt") as "lastUsedAt", coalesce("userAgent", '') as device, shared
     from session where "userId" = $1 and "expiresAt" > $2 order by "lastUsedAt" desc`,
    [person, now()]
  );
  return rows.filter((session) => !isOver(session, now()));
}

export async function endSession(person: string, session: string): Promise<void> {
  await identityPool().query('delete from session where "userId" = $1 and id = $2', [person, session]);
}

/** Ends every session of the person but, if given, the one they are in. Felt on the next request. */
export async function endSessions(person: string, except?: string): Promise<void> {
  await identityPool().query('delete from session where "userId" = $1 and id is distinct from $2', [
    person,
    except ?? null
  ]);
}

/** Ends this request's session and takes its cookie away. */
export async function signOut(headers: Headers): Promise<void> {
  await identity().api.signOut({ headers });
}

async function noteUse(session: string, lastUsedAt: Date): Promise<void> {
  if (now().getTime() - lastUsedAt.getTime() < lastUseSecondsMin * 1000) return;
  await identityPool().query('update session set "lastUsedAt" = $2 where id = $1', [session, now()]);
}
