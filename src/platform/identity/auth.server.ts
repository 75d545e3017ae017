/** Better Auth, set up for two kinds of people: staff with an e-mail, and seekers with only a pseudonym. */
import { createHmac } from 'node:crypto';
import { passkey } from '@better-auth/passkey';
import { betterAuth } from 'better-auth';
import { sveltekitCookies } from 'better-auth/svelte-kit';
import { twoFactor, username } from 'better-auth/plugins';
import pg from 'pg';
import { newId } from '#platform/ids.ts';
import { secret, settings } from '#platform/settings/index.server.ts';

// NIST SP 800-63B: a session ends after 12 hours, used or not.
const sessionSecondsMax = 12 * 60 * 60;

export type Auth = ReturnType<typeof makeAuth>;

/** How sign-in reaches the request whose cookies it sets; the web program passes Kit's own, others have none. */
export type CurrentRequest = Parameters<typeof sveltekitCookies>[0];

/** Opens sign-in on the login address; its role can read the schema `identity` and nothing else. */
export function makeAuth(loginUrl: string, currentRequest: CurrentRequest) {
  const { origin, masterKeyFile } = settings();
  const pool = new pg.Pool({
    connectionString: loginUrl,
    max: 5,
    options: '-c role=trellis_identity -c search_path=identity'
  });
  pool.on('error', () => undefined);
  return betterAuth({
    appName: 'Trellis',
    baseURL: origin,
    basePath: '/account/auth',
    trustedOrigins: [origin],
    secret: createHmac('sha256', secret(masterKeyFile).split(/\s+/)[0]!)
      .update('sessions')
      .digest('base64url'),
    database: pool,
    telemetry: { enabled: false },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 8, maxPasswordLength: 256 },
    session: { expiresIn: sessionSecondsMax, disableSessionRefresh: true, cookieCache: { enabled: false } },
    rateLimit: { enabled: false },
    advanced: {
      database: { generateId: newId },
      cookiePrefix: 'trellis',
      useSecureCookies: origin.startsWith('https:'),
      defaultCookieAttributes: { sameSite: 'lax', httpOnly: true },
      ipAddress: { disableIpTracking: true }
    },
    plugins: [
      username({ minUsernameLength: 3, maxUsernameLength: 60 }),
      twoFactor({ issuer: 'Trellis' }),
      passkey({ rpName: 'Trellis', rpID: new URL(origin).hostname, origin }),
      // Last, as it asks to be: it carries the cookies the others set over to the page's answer.
      sveltekitCookies(currentRequest)
    ]
  });
}
