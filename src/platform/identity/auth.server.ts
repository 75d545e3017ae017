/** Better Auth, set up for two kinds of people: staff with an e-mail, and seekers with only a pseudonym. */
import { createHmac } from 'node:crypto';
import { passkey } from '@better-auth/passkey';
import { betterAuth } from 'better-auth';
import { APIError } from 'better-auth/api';
import { sveltekitCookies } from 'better-auth/svelte-kit';
import { twoFactor, username } from 'better-auth/plugins';
import pg from 'pg';
import { now } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { secret, settings } from '#platform/settings/index.server.ts';
import { deviceFamily } from './device.ts';
import { plainPseudonym } from './pseudonym.ts';
import { sessionHoursMax } from './session-limits.ts';

export type Auth = ReturnType<typeof makeAuth>['auth'];

/** How sign-in reaches the request whose cookies it sets; the web program passes Kit's own, others have none. */
export type CurrentRequest = Parameters<typeof sveltekitCookies>[0];

/** Under this reserved name no mail can ever be sent; see RFC 6761. */
export const seekerDomain = 'seeker.invalid';

/** How a page tells that the person said, at sign-in, that others use this device too. */
export const sharedDeviceHeader = 'x-trellis-shared-device';

/** What the cookies of sessions are signed with. */
export const sessionSecret = (masterKeyFile: string): string =>
  createHmac('sha256', secret(masterKeyFile).split(/\s+/)[0]!).update('sessions').digest('base64url');

/** Opens sign-in on the login address; its role can read the schema `identity` and nothing else. */
export function makeAuth(loginUrl: string, currentRequest: CurrentRequest) {
  const { origin, masterKeyFile } = settings();
  const pool = new pg.Pool({
    connectionString: loginUrl,
    max: 5,
    options: '-c role=trellis_identity -c search_path=identity'
  });
  pool.on('error', () => undefined);
  const secure = origin.startsWith('https:');
  const auth = betterAuth({
    appName: 'Trellis',
    baseURL: origin,
    basePath: '/account/auth',
    trustedOrigins: [origin],
    secret: sessionSecret(masterKeyFile),
    database: pool,
    telemetry: { enabled: false },
    // A wrong password is an everyday answer, and its message would carry what was typed.
    logger: { level: 'error' },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 8,
      maxPasswordLength: 256,
      resetPasswordTokenExpiresIn: 60 * 60,
      revokeSessionsOnPasswordReset: true
    },
    user: { additionalFields: { shortPassword: { type: 'boolean', required: false, input: false } } },
    session: {
      expiresIn: sessionHoursMax * 60 * 60,
      disableSessionRefresh: true,
      cookieCache: { enabled: false },
      additionalFields: {
        shared: { type: 'boolean', required: false, input: false },
        lastUsedAt: { type: 'date', required: false, input: false },
        confirmedAt: { type: 'date', required: false, input: false }
      }
    },
    // A link's secret is kept as a hash, so that whoever reads a backup cannot use it.
    verification: { storeIdentifier: 'hashed' },
    // Its own limits do not see calls made on the server; ours do. See `#platform/limits`.
    rateLimit: { enabled: false },
    databaseHooks: {
      session: {
        create: {
          before: async (session, context) => {
            const userAgent = (await isSeeker(pool, session.userId))
              ? null
              : deviceFamily(session.userAgent ?? '');
            const shared = session.shared ?? context?.headers?.get(sharedDeviceHeader) === 'yes';
            return {
              data: { ...session, ipAddress: null, userAgent, shared, lastUsedAt: now(), confirmedAt: now() }
            };
          }
        }
      }
    },
    advanced: {
      // A session and whose it is are looked up in one statement.
      database: { generateId: newId, joins: true },
      // A __Host- cookie cannot be set by, or for, a neighbouring name of the same domain.
      cookiePrefix: secure ? '__Host-trellis' : 'trellis',
      useSecureCookies: false,
      defaultCookieAttributes: { sameSite: 'lax', httpOnly: true, path: '/', secure },
      ipAddress: { disableIpTracking: true }
    },
    plugins: [
      username({
        minUsernameLength: 3,
        maxUsernameLength: 60,
        usernameNormalization: plainPseudonym,
        usernameValidator: (name) => /^[\p{L}\p{M}\p{N}\s'’.-]+$/u.test(name)
      }),
      // After ten wrong codes a quarter of an hour must pass, whoever asks and from wherever.
      twoFactor({ issuer: 'Trellis', accountLockout: { maxFailedAttempts: 10, durationSeconds: 15 * 60 } }),
      passkey({
        rpName: 'Trellis',
        rpID: new URL(origin).hostname,
        origin,
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        // A passkey stands for both factors only when the device itself asked who is holding it.
        authentication: {
          afterVerification: async ({ verification }) =>
            requireUserVerified(verification.authenticationInfo.userVerified)
        },
        registration: {
          afterVerification: async ({ verification }) =>
            requireUserVerified(verification.registrationInfo?.userVerified)
        }
      }),
      // Last, as it asks to be: it carries the cookies the others set over to the page's answer.
      sveltekitCookies(currentRequest)
    ]
  });
  return { auth, pool };
}

async function isSeeker(pool: pg.Pool, user: string): Promise<boolean> {
  const { rows } = await pool.query('select email from "user" where id = $1', [user]);
  return rows[0]?.email.endsWith(`@${seekerDomain}`) ?? false;
}

function requireUserVerified(verified: boolean | undefined): void {
  if (!verified) throw new APIError('UNAUTHORIZED', { message: 'The device did not check who is using it.' });
}
