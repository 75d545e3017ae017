import { attemptAll, forgetAttempts, type Attempt, type Limit } from '#platform/limits/index.server.ts';
import { knownDeviceOf } from './known-device.server.ts';

// NIST SP 800-63B asks for at most 100 wrong guesses in a row; ten in a quarter of an hour is far below that for
// anybody who really knows the password. Many people may share one address, so an address has more room.
const guessesOfAccount: Limit = { name: 'guess-account', max: 10, windowMinutes: 15 };
const guessesFromAddress: Limit = { name: 'guess-address', max: 60, windowMinutes: 15 };
// Strangers may use an account's ten guesses up on purpose. These counts are out of their reach: they belong to a
// device the person has signed in on before, and to one where they are signed in now.
const guessesOnKnownDevice: Limit = { name: 'guess-known-device', max: 10, windowMinutes: 15 };
const guessesSignedIn: Limit = { name: 'guess-signed-in', max: 10, windowMinutes: 15 };

/** Who is asking: their cookies, and the address they come from, which is counted but never kept. */
export type Visit = { headers: Headers; address: string };

/** Counts a guess at this account's secret. Null when there were too many; a right guess is forgiven afterwards. */
export function guess(account: string, { headers, address }: Visit): Promise<Attempt | null> {
  const device = knownDeviceOf(account, headers);
  return attemptAll(device ? [guessesOnKnownDevice, device] : [guessesOfAccount, account], [
    guessesFromAddress,
    address
  ]);
}

/** Counts a guess by somebody who is signed in and proves once more who they are. */
export function guessSignedIn(person: string, { address }: Visit): Promise<Attempt | null> {
  return attemptAll([guessesSignedIn, person], [guessesFromAddress, address]);
}

/** Counts a guess at a printed code. It has 100 bits, so the account needs no limit that would shut its owner out. */
export function guessAtPaper(address: string): Promise<Attempt | null> {
  return attemptAll([guessesFromAddress, address]);
}

/** Whoever came in by the link in their mail starts anew, whatever strangers tried before. */
export function forgetGuesses(account: string): Promise<void> {
  return forgetAttempts(guessesOfAccount, account);
}
