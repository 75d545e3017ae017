/**
 * Mail, written in the caller's transaction and delivered by a sweep. Without a mail server it stays in the
 * outbox, whose words only the administrator of a demonstration can read. Subjects are neutral: a screen may be shared.
 */
import { sql } from 'kysely';
import nodemailer, { type Transporter } from 'nodemailer';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';
import { settings } from '#platform/settings/index.server.ts';

export type Mail = {
  to: { person: string } | { address: string };
  subject: string;
  body: string;
  /** Dates for a calendar, each an iCalendar file; where it names `recipient`, the address it goes to is put in. */
  calendars?: CalendarFile[];
};
export type CalendarFile = { method: 'REQUEST' | 'CANCEL'; content: string };

/** Stands for an address that only the delivery knows. */
export const recipient = 'recipient@trellis.invalid';

// After a day of failing, a person has to look; the outbox page shows why.
const retryMinutes = [1, 2, 5, 15, 60, 240, 720];

/** Writes a mail in this transaction; the worker delivers it. */
export async function sendMailLater(tx: Tx, { to, subject, body, calendars }: Mail): Promise<void> {
  await tx
    .insertInto('outgoing_mails')
    .values({
      organisation_id: sql<string>`current_organisation()`,
      id: newId(),
      to_person_id: 'person' in to ? to.person : null,
      to_address: 'address' in to ? to.address : null,
      subject,
      body,
      calendars: calendars ? JSON.stringify(calendars) : null,
      written_at: now(),
      next_attempt_at: now()
    })
    .execute();
}

/** Delivers what waits, one mail at a time, and forgets its words: an invitation's link must not lie about. The message's id is the row's, so a doubled delivery is recognisable as one. */
export async function deliverWaitingMails(tx: Tx): Promise<void> {
  const { smtpUrl, mailFrom } = settings();
  if (!smtpUrl) return;
  const waiting = await tx
    .selectFrom('outgoing_mails')
    .selectAll()
    .where('sent_at', 'is', null)
    .where('next_attempt_at', '<=', now())
    .orderBy('written_at')
    .limit(20)
    .forUpdate()
    .skipLocked()
    .execute();
  for (const mail of waiting) {
    const to = mail.to_address ?? (await addressOf(tx, mail.to_person_id!));
    const failure = to
      ? await transport(smtpUrl)
          .sendMail({
            from: mailFrom,
            to,
            subject: mail.subject,
            text: mail.body,
            ...datesIn(mail.calendars as CalendarFile[] | null, to),
            messageId: `<${mail.id}@trellis>`
          })
          .then(
            () => null,
            (error: Error) => error.message
          )
      : 'This person has no address.';
    await tx
      .updateTable('outgoing_mails')
      .set(
        failure
          ? failed(mail.attempts, failure)
          : { sent_at: now(), attempts: mail.attempts + 1, last_error: null, body: '', calendars: null }
      )
      .where('id', '=', mail.id)
      .execute();
  }
}

/**
 * What was written and whether it left, the newest first; only an administrator and the worker can see any. The words
 * are left out but in a demonstration: among them are links by which somebody with more rights comes in.
 */
export function outbox(tx: Tx) {
  return tx
    .selectFrom('outgoing_mails')
    .leftJoin('people', 'people.id', 'outgoing_mails.to_person_id')
    .select(['outgoing_mails.id', 'people.name as to_name', 'to_address', 'subject'])
    .$if(settings().demo, (query) => query.select('body'))
    .select(['written_at', 'sent_at', 'attempts', 'last_error'])
    .orderBy('written_at', 'desc')
    .orderBy('outgoing_mails.id', 'desc');
}

// Calendars read the first as an invitation at once; further ones are files to open.
function datesIn(calendars: CalendarFile[] | null, to: string) {
  const [first, ...further] = (calendars ?? []).map(({ method, content }) => ({
    method,
    content: content.replaceAll(recipient, to)
  }));
  return {
    icalEvent: first,
    attachments: further.map(({ method, content }, index) => ({
      filename: `date-${index + 2}.ics`,
      content,
      contentType: `text/calendar; charset=utf-8; method=${method}`
    }))
  };
}

function failed(attempts: number, last_error: string) {
  const minutes = retryMinutes[Math.min(attempts, retryMinutes.length - 1)]!;
  return {
    attempts: attempts + 1,
    last_error,
    next_attempt_at: new Date(now().getTime() + minutes * 60_000)
  };
}

async function addressOf(tx: Tx, person: string): Promise<string | null> {
  const { rows } = await sql<{
    address: string | null;
  }>`select mail_address_of(${person}) as address`.execute(tx);
  return rows[0]?.address ?? null;
}

let opened: { url: string; transporter: Transporter } | undefined;
function transport(url: string): Transporter {
  if (opened?.url !== url) opened = { url, transporter: transporterTo(url) };
  return opened.transporter;
}

function transporterTo(url: string): Transporter {
  return nodemailer.createTransport(url, { connectionTimeout: 10_000, socketTimeout: 20_000 } as object);
}
