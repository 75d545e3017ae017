import { setTimeout as pause } from 'node:timers/promises';
import { createOTP } from '@better-auth/utils/otp';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { moveClock, now } from '#platform/clock/index.ts';
import { speakAs, type Tx } from '#platform/database/index.server.ts';
import { sweepNow } from '#platform/jobs/index.server.ts';
import { newId } from '#platform/ids.ts';
import { overrideSettings, settings } from '#platform/settings/index.server.ts';
import { onIdentity, type Browser } from '#platform/testing/browser-cookies.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';
import { makeAuth } from './auth.server.ts';
import {
  askForReset,
  beginSecondFactor,
  beginSession,
  ceremonyAt,
  changePassword,
  confirmedRecently,
  confirm,
  createSeekerSignIn,
  createStaffSignIn,
  endSession,
  endSessions,
  giveSecondFactor,
  knownDeviceCookie,
  markOfDevice,
  recoverSeeker,
  removeSecondFactor,
  resetPassword,
  resetSubject,
  sessionsOf,
  signInWithPassphrase,
  signInWithPassword,
  signOut
} from './index.server.ts';

const database = onDatabase();
const browserAt = onIdentity(database);
const password = 'walk the garden path';

async function colleague(secret = password) {
  const email = `${newId()}@example.org`;
  const { person, organisation } = await village(database);
  const amina = await person('Amina', 'supporter');
  await createStaffSignIn(amina, email, secret);
  return { ...amina, email, organisationId: organisation };
}

const signIn = (browser: Browser, email: string, secret = password, shared = false) =>
  browser.visit((visit) => signInWithPassword({ email, password: secret, shared }, visit));
const sessionOf = async (headers: Headers) => {
  const begin = (tx: Tx) => beginSession(tx, headers, undefined);
  const begun = await speakAs(database.database, { visitor: true }, begin);
  return begun?.signedIn ?? null;
};
const whoIn = (browser: Browser) => browser.visit(({ headers }) => sessionOf(headers));
const give = (browser: Browser, code: string, recovery = false) =>
  browser.visit((visit) => giveSecondFactor({ code, recovery }, visit));
const minutesLater = (minutes: number) => moveClock(new Date(now().getTime() + minutes * 60_000));

// A code is of its half minute. Near the end of one the next would have begun before the test has said all its codes.
const halfMinuteBegins = () => {
  const left = 30_000 - (Date.now() % 30_000);
  return left < 5_000 ? pause(left) : undefined;
};

/** Scans the picture of a second factor; a code from the app must still prove it. */
async function scan(browser: Browser, secret = password) {
  const enrolment = await browser.visit(async (visit) =>
    beginSecondFactor((await sessionOf(visit.headers))!, secret, visit)
  );
  if (typeof enrolment === 'string') throw new Error(enrolment);
  return enrolment;
}

test('a colleague signs in with e-mail and password, and out again', async () => {
  const amina = await colleague();
  const browser = browserAt();
  expect(await signIn(browser, ` ${amina.email.toUpperCase()} `)).toBe('signed-in');
  expect(await whoIn(browser)).toMatchObject({
    person: amina.id,
    account: amina.email,
    owesSecondFactor: false
  });
  const stolen = new Map(browser.cookies);
  await browser.visit(({ headers }) => signOut(headers));
  for (const [name, value] of stolen) browser.cookies.set(name, value);
  expect(await whoIn(browser)).toBeNull();
});

test('whoever forges a session’s signature, or brings none, is nobody; a transaction speaks for whose session it is', async () => {
  const amina = await colleague();
  const browser = browserAt();
  await signIn(browser, amina.email);
  const [name, value] = [...browser.cookies].find(([name]) => name.endsWith('session_token'))!;
  const cookie = (text: string) => new Headers({ cookie: `theme=dark; ${name}=${text}` });
  const token = decodeURIComponent(value).split('.')[0]!;
  for (const forged of [token, `${token}.`, `${token}.${'A'.repeat(43)}=`, `${value}%`, `x${value}`])
    expect(await sessionOf(cookie(forged))).toBeNull();
  const begin = async (tx: Tx) => {
    const begun = await beginSession(tx, cookie(value), 'no organisation’s id');
    const { rows } = await sql<{
      speaks: string;
    }>`select concat_ws(' ', current_person(), current_organisation(), speaks_as('supporter')) as speaks`.execute(
      tx
    );
    return { begun, ...rows[0] };
  };
  const { begun, speaks } = await speakAs(database.database, { visitor: true }, begin);
  expect(speaks).toBe(`${amina.id} ${amina.organisationId} t`);
  expect(begun?.person).toMatchObject({ id: amina.id, roles: ['supporter'] });
  expect(begun?.memberships.map(({ organisation }) => organisation.id)).toEqual([amina.organisationId]);
});

test('an unknown account and a wrong password get the same answer, after the same work', async () => {
  const amina = await colleague();
  // The least of three, in processor time: a busy machine makes people wait longer, but this program works no more.
  const worked = async (email: () => string) => {
    const outcomes = new Set<string>();
    let work = Infinity;
    for (const address of [email(), email(), email()]) {
      const before = process.cpuUsage();
      outcomes.add(await signIn(browserAt(), address, 'not the password at all'));
      const { user, system } = process.cpuUsage(before);
      work = Math.min(work, user + system);
    }
    return { outcomes: [...outcomes], work };
  };
  const known = await worked(() => amina.email);
  const unknown = await worked(() => `${newId()}@example.org`);
  expect([known.outcomes, unknown.outcomes]).toEqual([['wrong'], ['wrong']]);
  // Both hash a password, which takes by far the longest; without that one would be ten times faster.
  expect(Math.max(known.work, unknown.work) / Math.min(known.work, unknown.work)).toBeLessThan(4);
});

test('nobody has more than ten guesses at an account in a quarter of an hour, from however many addresses', async () => {
  const amina = await colleague();
  const guess = (n: number) => signIn(browserAt(`198.51.100.${n}`), amina.email, `guess number ${n}`);
  const outcomes = await Promise.all(Array.from({ length: 14 }, (_, n) => guess(n)));
  expect(outcomes.filter((outcome) => outcome === 'wrong')).toHaveLength(10);
  expect(await signIn(browserAt('203.0.113.9'), amina.email)).toBe('too-many');
  minutesLater(16);
  expect(await signIn(browserAt('203.0.113.9'), amina.email)).toBe('signed-in');
});

test('a stranger’s guesses do not shut out a device somebody has signed in on before, which has ten of its own', async () => {
  const amina = await colleague();
  const [own, stranger, someoneElses] = [
    browserAt('192.0.2.8'),
    browserAt('203.0.113.9'),
    browserAt('192.0.2.9')
  ];
  own.cookies.set(knownDeviceCookie, markOfDevice(` ${amina.email.toUpperCase()} `));
  someoneElses.cookies.set(knownDeviceCookie, markOfDevice('juma@example.org'));
  for (let n = 0; n < 10; n++) await signIn(browserAt(`198.51.103.${n}`), amina.email, `guess ${n}`);
  expect(await signIn(stranger, amina.email)).toBe('too-many');
  expect(await signIn(someoneElses, amina.email)).toBe('too-many');
  expect(await signIn(own, amina.email)).toBe('signed-in');
  for (let n = 0; n < 10; n++) expect(await signIn(own, amina.email, `slip ${n}`)).toBe('wrong');
  expect(await signIn(own, amina.email)).toBe('too-many');
});

test('whoever is shut out by a stranger comes in by the link in their mail', async () => {
  const amina = await colleague();
  for (let n = 0; n < 10; n++) await signIn(browserAt(`198.51.104.${n}`), amina.email, `guess ${n}`);
  expect(await signIn(browserAt(), amina.email)).toBe('too-many');
  await askForReset(amina.email, '192.0.2.1');
  await sweepNow(database.database, 'answer-reset-requests');
  const { rows } = await database.owner.query('select body from outgoing_mails where to_person_id = $1', [
    amina.id
  ]);
  expect(await resetPassword(/\/reset\/(\S+)/.exec(rows[0].body)![1]!, 'another quiet river')).toBeNull();
  expect(await signIn(browserAt(), amina.email, 'another quiet river')).toBe('signed-in');
});

test('a seeker whose name a stranger guessed at comes in with the printed code', async () => {
  const { person } = await village(database);
  const heron = await person('Calm Heron 486', 'seeker');
  const pseudonym = `Cedar ${heron.id.slice(-6)}`;
  const made = await createSeekerSignIn({ id: heron.id, pseudonym, language: 'en' });
  if (made === 'already-joined') throw new Error(made);
  for (let n = 0; n < 10; n++)
    await browserAt(`198.51.105.${n}`).visit((visit) =>
      signInWithPassphrase({ pseudonym, passphrase: `guess ${n}` }, visit)
    );
  expect(
    await browserAt().visit((visit) =>
      signInWithPassphrase({ pseudonym, passphrase: made.passphrase }, visit)
    )
  ).toBe('too-many');
  const fresh = await recoverSeeker({ pseudonym, code: made.recoveryCode, language: 'en' }, '192.0.2.1');
  expect(fresh).toMatchObject({ passphrase: expect.any(String) });
});

test('an unknown account is limited like a known one, so the limit tells nothing', async () => {
  const email = `${newId()}@example.org`;
  for (let n = 0; n < 10; n++) expect(await signIn(browserAt(`198.51.101.${n}`), email, 'x')).toBe('wrong');
  expect(await signIn(browserAt(), email, 'x')).toBe('too-many');
});

test('one address cannot try a guess at each of very many accounts', async () => {
  const browser = browserAt('203.0.113.77');
  const outcomes: string[] = [];
  for (let n = 0; n < 61; n++)
    outcomes.push(
      await browser.visit((visit) =>
        signInWithPassphrase({ pseudonym: `No Body ${1000 + n}`, passphrase: '' }, visit)
      )
    );
  expect(outcomes.slice(0, 60)).not.toContain('too-many');
  expect(outcomes[60]).toBe('too-many');
});

test('right passwords use no guesses up', async () => {
  const amina = await colleague();
  for (let n = 0; n < 12; n++) expect(await signIn(browserAt(), amina.email)).toBe('signed-in');
});

test('a session that is revoked ends on the next request', async () => {
  const amina = await colleague();
  const [here, there] = [browserAt(), browserAt()];
  await signIn(here, amina.email);
  await signIn(there, amina.email);
  const { session } = (await whoIn(there))!;
  await endSession(newId(), session);
  expect(await whoIn(there), 'only one’s own').not.toBeNull();
  await endSession(amina.id, session);
  expect(await whoIn(there)).toBeNull();
  await signIn(there, amina.email);
  await endSessions(amina.id, (await whoIn(here))!.session);
  expect([await whoIn(here), await whoIn(there)]).toEqual([expect.anything(), null]);
});

test('a session lasts twelve hours, used or not', async () => {
  const amina = await colleague();
  const browser = browserAt();
  await signIn(browser, amina.email);
  minutesLater(12 * 60 - 1);
  expect(await whoIn(browser)).not.toBeNull();
  minutesLater(2);
  expect(await whoIn(browser)).toBeNull();
});

test('on a shared device fifteen idle minutes end the session, elsewhere they do not', async () => {
  const amina = await colleague();
  const [own, shared] = [browserAt(), browserAt()];
  await signIn(own, amina.email);
  await signIn(shared, amina.email, password, true);
  minutesLater(10);
  expect(await whoIn(shared)).toMatchObject({ shared: true });
  minutesLater(10);
  expect(await whoIn(shared), 'it was used ten minutes ago').not.toBeNull();
  minutesLater(16);
  expect(await whoIn(shared)).toBeNull();
  expect(await whoIn(own)).toMatchObject({ shared: false });
});

test('a sensitive act asks again after ten minutes', async () => {
  const amina = await colleague();
  const browser = browserAt();
  await signIn(browser, amina.email);
  expect(confirmedRecently((await whoIn(browser))!)).toBe(true);
  minutesLater(11);
  const signedIn = (await whoIn(browser))!;
  expect(confirmedRecently(signedIn)).toBe(false);
  expect(await browser.visit((visit) => confirm(signedIn, 'something else', visit))).toBe('wrong');
  expect(await browser.visit((visit) => confirm(signedIn, password, visit))).toBe('confirmed');
  expect(confirmedRecently((await whoIn(browser))!)).toBe(true);
});

test('a short password is not enough: a second factor must stand beside it', async () => {
  const amina = await colleague('nine-lives');
  const browser = browserAt();
  expect(await signIn(browser, amina.email, 'nine-lives')).toBe('signed-in');
  expect(await whoIn(browser)).toMatchObject({ owesSecondFactor: true });

  const enrolment = await scan(browser, 'nine-lives');
  expect(enrolment.qr).toMatch(/^data:image\/svg/);
  expect(await whoIn(browser), 'scanning alone proves nothing').toMatchObject({ owesSecondFactor: true });
  expect(await give(browser, '000000')).toBe('wrong');
  expect(await give(browser, await codeOf(enrolment.key))).toBe('signed-in');
  expect(await whoIn(browser)).toMatchObject({ owesSecondFactor: false });

  const signedIn = (await whoIn(browser))!;
  expect(await browser.visit((visit) => removeSecondFactor(signedIn, 'nine-lives', visit))).toBe(
    'password-too-short'
  );
});

test('with a second factor the password alone opens nothing; a recovery code works once', async () => {
  const amina = await colleague();
  const first = browserAt();
  await signIn(first, amina.email);
  const enrolment = await scan(first);
  await give(first, await codeOf(enrolment.key));

  const phone = browserAt();
  expect(await signIn(phone, amina.email)).toBe('second-factor');
  expect(await whoIn(phone)).toBeNull();
  const recover = (browser: Browser) => give(browser, enrolment.recoveryCodes[0]!, true);
  expect(await recover(phone)).toBe('signed-in');
  expect(await whoIn(phone)).toMatchObject({ person: amina.id });

  const thief = browserAt();
  expect(await signIn(thief, amina.email)).toBe('second-factor');
  expect(await recover(thief)).toBe('wrong');
  expect(await whoIn(thief)).toBeNull();
});

test('a code from the app is taken once, also by two who bring it at the same moment, and proves once more who one is', async () => {
  const amina = await colleague();
  const own = browserAt();
  await signIn(own, amina.email);
  const enrolment = await scan(own);
  // The half minute before, the present one and the next are all right by the app's rule.
  await halfMinuteBegins();
  const [before, present, next] = await Promise.all([-1, 0, 1].map((steps) => codeOf(enrolment.key, steps)));
  expect(await give(own, before!)).toBe('signed-in');

  const [phone, thief] = [browserAt(), browserAt('203.0.113.5')];
  for (const browser of [phone, thief]) expect(await signIn(browser, amina.email)).toBe('second-factor');
  expect(await give(thief, before!)).toBe('wrong');
  expect(await give(phone, present!)).toBe('signed-in');
  expect(await give(thief, present!)).toBe('wrong');
  expect(await whoIn(thief)).toBeNull();

  minutesLater(11);
  const signedIn = (await whoIn(phone))!;
  const prove = (code: string) => phone.visit((visit) => confirm(signedIn, code, visit));
  expect(await prove(present!)).toBe('wrong');
  expect(await prove('000000')).toBe('wrong');
  expect((await Promise.all([prove(next!), prove(next!)])).sort()).toEqual(['confirmed', 'wrong']);
  expect(confirmedRecently((await whoIn(phone))!)).toBe(true);
});

test('a code without a password before it is nothing', async () => {
  expect(await give(browserAt(), '123456')).toBe('start-again');
});

test('a second factor cannot be guessed at more than ten times in a quarter of an hour', async () => {
  const amina = await colleague();
  const own = browserAt();
  await signIn(own, amina.email);
  const enrolment = await scan(own);
  await give(own, await codeOf(enrolment.key));
  let guesses = 0;
  for (let round = 0; round < 6; round++) {
    const thief = browserAt(`198.51.102.${round}`);
    await signIn(thief, amina.email);
    for (let n = 0; n < 6; n++) {
      const outcome = await give(thief, `00000${n}`);
      if (outcome === 'wrong') guesses++;
    }
  }
  expect(guesses).toBeLessThanOrEqual(10);
});

test('changing the password signs every other device out', async () => {
  const amina = await colleague();
  const [here, there] = [browserAt(), browserAt()];
  await signIn(here, amina.email);
  await signIn(there, amina.email);
  const change = (current: string, next: string) =>
    here.visit(async (visit) =>
      changePassword(
        (await sessionOf(visit.headers))!,
        { current, next, organisation: 'Green Valley' },
        visit
      )
    );
  expect(await change('not it at all', 'another garden path')).toBe('wrong');
  expect(await change(password, 'password123')).toBe('too-common');
  expect(await change(password, 'green valley 12')).toBe('too-close');
  expect(await change(password, 'another quiet river')).toBeNull();
  expect(await whoIn(here)).not.toBeNull();
  expect(await whoIn(there)).toBeNull();
  expect(await signIn(there, amina.email)).toBe('wrong');
});

test('a reset link is mailed to a known address only, works once, and signs everybody out', async () => {
  const amina = await colleague();
  const browser = browserAt();
  await signIn(browser, amina.email);
  await askForReset(amina.email, '192.0.2.1');
  await askForReset(`${newId()}@example.org`, '192.0.2.1');
  await sweepNow(database.database, 'answer-reset-requests');
  const { rows } = await database.owner.query('select body from outgoing_mails where to_person_id = $1', [
    amina.id
  ]);
  expect(rows).toHaveLength(1);
  expect((await database.owner.query('select from identity.reset_request')).rowCount).toBe(0);
  const token = /\/reset\/(\S+)/.exec(rows[0].body)![1]!;
  expect(
    (await database.owner.query('select from identity.verification where identifier like $1', [`%${token}%`]))
      .rowCount,
    'only its hash is kept'
  ).toBe(0);

  expect(await resetSubject('not-the-token')).toBeNull();
  expect(await resetSubject(token)).toMatchObject({ person: amina.id });
  expect(await resetPassword(token, 'short')).toBe('too-short');
  expect(await resetPassword(token, 'another quiet river')).toBeNull();
  expect(await whoIn(browser)).toBeNull();
  expect(await resetPassword(token, 'a third and last one')).toBe('link-over');
  expect(await signIn(browser, amina.email, 'another quiet river')).toBe('signed-in');
});

test('a reset link is over after an hour', async () => {
  const amina = await colleague();
  await askForReset(amina.email, '192.0.2.1');
  await sweepNow(database.database, 'answer-reset-requests');
  const { rows } = await database.owner.query('select body from outgoing_mails where to_person_id = $1', [
    amina.id
  ]);
  const token = /\/reset\/(\S+)/.exec(rows[0].body)![1]!;
  minutesLater(61);
  expect(await resetPassword(token, 'another quiet river')).toBe('link-over');
});

test('an address that is already somebody’s cannot be taken over by making a sign-in with it again', async () => {
  const amina = await colleague();
  await expect(
    createStaffSignIn({ id: newId(), name: 'Mallory' }, amina.email, 'mallory was here today')
  ).rejects.toThrow();
  await expect(
    createStaffSignIn({ id: amina.id, name: 'Mallory' }, `${newId()}@example.org`, 'mallory was here today')
  ).rejects.toThrow();
  expect(await signIn(browserAt(), amina.email)).toBe('signed-in');
});

test('a seeker comes back with a name and five words, however they write them', async () => {
  const { person } = await village(database);
  const heron = await person('Calm Heron 482', 'seeker');
  const made = await createSeekerSignIn({
    id: heron.id,
    pseudonym: `Calm Heron ${heron.id.slice(-6)}`,
    language: 'fr'
  });
  if (made === 'already-joined') throw new Error(made);
  expect(made.passphrase.split('-')).toHaveLength(5);
  const come = (browser: Browser, pseudonym: string, passphrase: string) =>
    browser.visit((visit) => signInWithPassphrase({ pseudonym, passphrase }, visit));
  const browser = browserAt();
  const typed = made.passphrase.toUpperCase().replaceAll('-', '  ').normalize('NFD').replace(/\p{M}/gu, '');
  expect(await come(browser, `calm-heron ${heron.id.slice(-6)}`, typed)).toBe('signed-in');
  expect(await whoIn(browser)).toMatchObject({ person: heron.id });
  expect(await come(browserAt(), `calm heron ${heron.id.slice(-6)}`, 'five words that are wrong')).toBe(
    'wrong'
  );

  const { rows } = await database.owner.query(
    'select "ipAddress", "userAgent" from identity.session where "userId" = $1',
    [heron.id]
  );
  expect(rows, 'nothing is kept of where they come from').toEqual([{ ipAddress: null, userAgent: null }]);
  expect((await sessionsOf(heron.id))[0]).toMatchObject({ device: '' });
});

test('a form sent again cannot give somebody else the words to a seeker’s record', async () => {
  const { person } = await village(database);
  const heron = await person('Calm Heron 483', 'seeker');
  const seeker = { id: heron.id, pseudonym: `Heron ${heron.id.slice(-6)}`, language: 'en' };
  await createSeekerSignIn(seeker);
  expect(await createSeekerSignIn(seeker)).toBe('already-joined');
  expect(await createSeekerSignIn({ ...seeker, pseudonym: 'Another Name 111' })).toBe('already-joined');
});

test('a seeker who lost the words comes back with the printed code, once', async () => {
  const { person } = await village(database);
  const heron = await person('Calm Heron 484', 'seeker');
  const pseudonym = `Finch ${heron.id.slice(-6)}`;
  const made = await createSeekerSignIn({ id: heron.id, pseudonym, language: 'en' });
  if (made === 'already-joined') throw new Error(made);
  const recover = (code: string) => recoverSeeker({ pseudonym, code, language: 'en' }, '192.0.2.1');
  expect(await recover('00000-00000-00000-00000')).toBe('wrong');
  expect(
    await recoverSeeker({ pseudonym: 'Nobody 999', code: made.recoveryCode, language: 'en' }, '192.0.2.1')
  ).toBe('wrong');
  const fresh = await recover(made.recoveryCode.toUpperCase().replaceAll('-', ' '));
  if (typeof fresh === 'string') throw new Error(fresh);
  expect(await recover(made.recoveryCode)).toBe('wrong');
  const come = (passphrase: string) =>
    browserAt().visit((visit) => signInWithPassphrase({ pseudonym, passphrase }, visit));
  expect(await come(made.passphrase)).toBe('wrong');
  expect(await come(fresh.passphrase)).toBe('signed-in');
});

test('the address a seeker is filed under opens nothing and is sent nothing', async () => {
  const { person } = await village(database);
  const heron = await person('Calm Heron 485', 'seeker');
  const made = await createSeekerSignIn({
    id: heron.id,
    pseudonym: `Otter ${heron.id.slice(-6)}`,
    language: 'en'
  });
  if (made === 'already-joined') throw new Error(made);
  const email = `${heron.id}@seeker.invalid`;
  expect(await signIn(browserAt(), email, made.passphrase.replaceAll('-', ''))).toBe('wrong');
  await askForReset(email, '192.0.2.1');
  await sweepNow(database.database, 'answer-reset-requests');
  expect(
    (await database.owner.query('select from outgoing_mails where to_person_id = $1', [heron.id])).rowCount
  ).toBe(0);
});

test('over https the session’s cookie belongs to this one host, and no script reads it', async () => {
  const before = settings().origin;
  overrideSettings({ TRELLIS_ORIGIN: 'https://trellis.example.org' });
  const { auth, pool } = makeAuth(database.addresses.login, (() => undefined) as never);
  overrideSettings({ TRELLIS_ORIGIN: before });
  const { name, attributes } = (await auth.$context).authCookies.sessionToken;
  expect(name).toMatch(/^__Host-/);
  expect(attributes).toMatchObject({ secure: true, httpOnly: true, sameSite: 'lax', path: '/' });
  expect(attributes).not.toHaveProperty('domain');
  await pool.end();
});

test('behind Better Auth’s own door only the steps of a passkey are open', () => {
  expect(ceremonyAt('passkey/verify-authentication', 'POST')).toEqual({ method: 'POST', signedIn: false });
  expect(ceremonyAt('passkey/verify-registration', 'POST')).toEqual({ method: 'POST', signedIn: true });
  for (const path of [
    'sign-in/email',
    'sign-up/email',
    'reset-password',
    'two-factor/disable',
    'update-user',
    'passkey/delete-passkey',
    'constructor',
    ''
  ])
    for (const method of ['GET', 'POST']) expect(ceremonyAt(path, method)).toBeNull();
});

/** What the app shows now, or so many half minutes later. */
function codeOf(key: string, steps = 0): Promise<string> {
  const present = Math.floor(new Date().getTime() / 30_000);
  return createOTP(new TextDecoder().decode(base32(key))).hotp(present + steps);
}

function base32(text: string): Uint8Array {
  const bits = [...text.replace(/=+$/, '')]
    .map((sign) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(sign).toString(2).padStart(5, '0'))
    .join('');
  return Uint8Array.from(bits.match(/.{8}/g)!, (byte) => parseInt(byte, 2));
}
