import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
import { now } from '#platform/clock/index.ts';
import { seekerDomain } from './auth.server.ts';
import { createSignIn, signInOf } from './accounts.server.ts';
import { guessAtPaper } from './guesses.server.ts';
import { identity, identityPool } from './open.server.ts';
import { makePassphrase, makeRecoveryCode, plainPassphrase, plainRecoveryCode } from './passphrase.server.ts';
import { plainPseudonym, suggestPseudonym } from './pseudonym.ts';
import { endSessions } from './session.server.ts';

/** What a seeker is shown once, to write down or print. */
export type SeekerSecrets = { passphrase: string; recoveryCode: string };

/** A pseudonym nobody has yet. */
export async function freePseudonym(language: string): Promise<string> {
  for (;;) {
    const suggestion = suggestPseudonym(language, randomInt);
    if (!(await isPseudonymTaken(suggestion))) return suggestion;
  }
}

export async function isPseudonymTaken(pseudonym: string, besides?: string): Promise<boolean> {
  const { rowCount } = await identityPool().query(
    'select from "user" where username = $1 and id is distinct from $2',
    [plainPseudonym(pseudonym), besides ?? null]
  );
  return rowCount! > 0;
}

/**
 * Makes a seeker's way to sign in: no name, no address. A form sent again is answered `already-joined`, never with new
 * words: whoever knows a person's id could otherwise take their record over. Throws when the pseudonym is taken.
 */
export async function createSeekerSignIn(seeker: {
  id: string;
  pseudonym: string;
  language: string;
}): Promise<SeekerSecrets | 'already-joined'> {
  if (await signInOf(seeker.id)) return 'already-joined';
  const passphrase = makePassphrase(seeker.language);
  await createSignIn(
    {
      id: seeker.id,
      name: seeker.pseudonym,
      email: `${seeker.id}@${seekerDomain}`,
      username: plainPseudonym(seeker.pseudonym),
      displayUsername: seeker.pseudonym
    },
    plainPassphrase(passphrase)
  );
  return { passphrase, recoveryCode: await newRecoveryCode(seeker.id) };
}

export async function changePseudonym(person: string, pseudonym: string): Promise<'taken' | null> {
  if (await isPseudonymTaken(pseudonym, person)) return 'taken';
  await identityPool().query(
    'update "user" set name = $2, "displayUsername" = $2, username = $3 where id = $1',
    [person, pseudonym, plainPseudonym(pseudonym)]
  );
  return null;
}

/** A new passphrase in place of the old one; everybody else using the old one is signed out. */
export async function newPassphrase(person: string, language: string, keep?: string): Promise<string> {
  const { internalAdapter, password: hasher } = await identity().$context;
  const passphrase = makePassphrase(language);
  await internalAdapter.updatePassword(person, await hasher.hash(plainPassphrase(passphrase)));
  await endSessions(person, keep);
  return passphrase;
}

/** A new recovery code; the old paper no longer works. */
export async function newRecoveryCode(person: string): Promise<string> {
  const code = makeRecoveryCode();
  await identityPool().query(
    `insert into recovery_code (user_id, hash, made_at) values ($1, $2, $3)
     on conflict (user_id) do update set hash = excluded.hash, made_at = excluded.made_at`,
    [person, hashOf(code), now()]
  );
  return code;
}

/** Comes back with the printed code: a new passphrase and a new code. An unknown pseudonym is answered like a wrong code. */
export async function recoverSeeker(
  { pseudonym, code, language }: { pseudonym: string; code: string; language: string },
  address: string
): Promise<SeekerSecrets | 'wrong' | 'too-many'> {
  const counted = await guessAtPaper(address);
  if (!counted) return 'too-many';
  const { rows } = await identityPool().query<{ id: string; hash: Buffer }>(
    'select u.id, c.hash from "user" u join recovery_code c on c.user_id = u.id where u.username = $1',
    [plainPseudonym(pseudonym)]
  );
  const given = hashOf(code);
  if (!rows[0] || !timingSafeEqual(rows[0].hash, given)) return 'wrong';
  // The code is used up in the same step that looks at it: two people with one paper cannot both come in.
  const { rowCount } = await identityPool().query(
    'delete from recovery_code where user_id = $1 and hash = $2',
    [rows[0].id, given]
  );
  if (rowCount === 0) return 'wrong';
  await counted.forgive();
  return {
    passphrase: await newPassphrase(rows[0].id, language),
    recoveryCode: await newRecoveryCode(rows[0].id)
  };
}

function hashOf(code: string): Buffer {
  return createHash('sha256')
    .update(`recovery\0${plainRecoveryCode(code)}`)
    .digest();
}
