import { attemptAll, type Attempt, type Limit } from '#platform/limits/index.server.ts';

// NIST SP 800-63B asks for at most 100 wrong guesses in a row; ten in a quarter of an hour is far below that for
// anybody who really knows the password. Many people may share one address, so an address has more room.
const guessesOfAccount: Limit = { name: 'guess-account', max: 10, windowMinutes: 15 };
const guessesFromAddress: Limit = { name: 'guess-address', max: 60, windowMinutes: 15 };

/** Who is asking: their cookies, and the address they come from, which is counted but never kept. */
export type Visit = { headers: Headers; address: string };

/** Counts a guess at this account's secret. Null when there were too many; a right guess is forgiven afterwards. */
export function guess(account: string, address: string): Promise<Attempt | null> {
  return attemptAll([guessesOfAccount, account], [guessesFromAddress, address]);
}
