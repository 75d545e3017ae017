/**
 * A forgotten password. Asking writes one row, whoever asks for whomever; a sweep finds out whether anybody has that
 * e-mail and writes to them. So neither the page nor its speed tells who has an account.
 */
import { randomBytes } from 'node:crypto';
import { APIError } from 'better-auth/api';
import { membershipsOf } from '#platform/access/index.server.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';
import { attemptAll, type Limit } from '#platform/limits/index.server.ts';
import { sendMailLater } from '#platform/mail/index.server.ts';
import { settings } from '#platform/settings/index.server.ts';
import { m } from '#messages';
import { noteLength, passwordRefusal } from './accounts.server.ts';
import { forgetGuesses } from './guesses.server.ts';
import { identity, identityPool } from './open.server.ts';
import type { PasswordRefusal } from './password.ts';

const linkMinutes = 60;
const resetsOfAccount: Limit = { name: 'reset-account', max: 3, windowMinutes: 60 };
const resetsFromAddress: Limit = { name: 'reset-address', max: 20, windowMinutes: 60 };

/** Somebody asks for a reset. Says nothing back: there is one answer for everybody. */
export async function askForReset(email: string, address: string): Promise<void> {
  const account = email.trim().toLowerCase();
  if (!(await attemptAll([resetsOfAccount, account], [resetsFromAddress, address]))) return;
  await identityPool().query('insert into reset_request (id, email, at) values ($1, $2, $3)', [
    newId(),
    account,
    now()
  ]);
}

/**
 * Answers what was asked for by people whose first organisation this is; part of a sweep. A seeker has no address that
 * a link could be sent to: they come back with their printed code.
 */
export async function answerResetRequests(tx: Tx): Promise<void> {
  const { rows } = await identityPool().query<{ id: string; person: string | null }>(
    `select r.id, u.id as person from reset_request r left join "user" u on u.email = r.email and u.username is null order by r.at limit 50`
  );
  for (const { id, person } of rows) {
    const home = person && (await membershipsOf(tx, person))[0]?.organisation.id;
    if (home && home !== (await organisationOf(tx))) continue;
    await identityPool().query('delete from reset_request where id = $1', [id]);
    if (person && home) await mailLink(tx, person);
  }
}

/** Whose link this is, for the page that asks for a new password; null when it is used up, too old or never was. */
export async function resetSubject(token: string): Promise<{ person: string; email: string } | null> {
  const { internalAdapter } = await identity().$context;
  const link = await internalAdapter.findVerificationValue(identifierOf(token));
  if (!link || link.expiresAt < now()) return null;
  const { rows } = await identityPool().query('select id as person, email from "user" where id = $1', [
    link.value
  ]);
  return rows[0] ?? null;
}

/** Sets the new password, uses up the link and ends every session. Null when done. */
export async function resetPassword(
  token: string,
  password: string
): Promise<PasswordRefusal | 'link-over' | null> {
  const subject = await resetSubject(token);
  if (!subject) return 'link-over';
  const refusal = await passwordRefusal(password, { email: subject.email });
  if (refusal) return refusal;
  try {
    await identity().api.resetPassword({ body: { newPassword: password, token } });
  } catch (error) {
    if (error instanceof APIError) return 'link-over';
    throw error;
  }
  await noteLength(subject.person, password);
  await forgetGuesses(subject.email);
  return null;
}

async function mailLink(tx: Tx, person: string): Promise<void> {
  const token = randomBytes(32).toString('base64url');
  const { internalAdapter } = await identity().$context;
  const expiresAt = new Date(now().getTime() + linkMinutes * 60_000);
  await internalAdapter.createVerificationValue({
    identifier: identifierOf(token),
    value: person,
    expiresAt
  });
  const row = await tx.selectFrom('people').select('language').where('id', '=', person).executeTakeFirst();
  const locale = row?.language as 'en' | undefined;
  const link = `${settings().origin}/reset/${token}`;
  await sendMailLater(tx, {
    to: { person },
    subject: m.reset_mail_subject({}, { locale }),
    body: m.reset_mail_body({ link, minutes: linkMinutes }, { locale })
  });
}

// The name under which Better Auth itself looks for the link when the password is set.
function identifierOf(token: string): string {
  return `reset-password:${token}`;
}

async function organisationOf(tx: Tx): Promise<string | undefined> {
  const row = await tx
    .selectNoFrom((eb) => eb.fn<string>('current_organisation').as('id'))
    .executeTakeFirst();
  return row?.id;
}
