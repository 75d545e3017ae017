/** The six digits of an authenticator app, each taken once only. */
import { createOTP } from '@better-auth/utils/otp';
import { symmetricDecrypt } from 'better-auth/crypto';
import { identity, identityPool } from './open.server.ts';

// As Better Auth makes and checks them: half a minute each (RFC 6238), and one half minute of a slow clock or thumb.
const secondsOfStep = 30;
const stepsOfLeeway = 1;

/**
 * Takes this person's code, so that it cannot be used again: true for one caller only, however many bring it at once.
 * A code that is wrong, or not newer than the last one taken, is not.
 */
export async function takeAppCode(person: string, code: string): Promise<boolean> {
  const { rows } = await identityPool().query<{ secret: string }>(
    'select secret from "twoFactor" where "userId" = $1',
    [person]
  );
  const step = rows[0] && (await stepOf(rows[0].secret, code));
  if (!step) return false;
  const { rowCount } = await identityPool().query(
    'update "twoFactor" set "lastUsedStep" = $2 where "userId" = $1 and "lastUsedStep" < $2',
    [person, step]
  );
  return rowCount === 1;
}

// Real time, as Better Auth itself reckons it.
async function stepOf(sealedSecret: string, code: string): Promise<number | undefined> {
  const { secretConfig } = await identity().$context;
  const app = createOTP(await symmetricDecrypt({ key: secretConfig, data: sealedSecret }));
  const present = Math.floor(new Date().getTime() / 1000 / secondsOfStep);
  for (let step = present - stepsOfLeeway; step <= present + stepsOfLeeway; step++)
    if ((await app.hotp(step)) === code) return step;
  return undefined;
}
