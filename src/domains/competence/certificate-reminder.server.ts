import { sql } from 'kysely';
import { m } from '#messages';
import type { Locale } from '#languages';
import { addDays, daysBetween, now, type Day } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { formatDay } from '#platform/languages/format.ts';
import { inLanguage } from '#platform/languages/speak.server.ts';
import { sendMailLater } from '#platform/mail/index.server.ts';
import { certificatesInForce, linkTo } from './certificate-lapse.server.ts';
import { withoutNewer } from './certificate.server.ts';
import { reminderDays, reminderDue } from './certificate-reminder.ts';
import { organisationDay } from './standing.server.ts';

/** Tells holders 90, 30 and 7 days before their certificate ends, once each, unless a newer one goes on. Runs as the organisation. */
export async function remindOfEnding(tx: Tx): Promise<void> {
  const today = await organisationDay(tx);
  const ending = await certificatesInForce(tx, today)
    .where('expires_on', '<=', addDays(today, reminderDays[0]))
    .where(withoutNewer)
    .execute();
  for (const certificate of ending) await remind(tx, certificate, today);
}

type Ending = { id: string; person_id: string; expires_on: Day; language: string };

async function remind(tx: Tx, { id, person_id, expires_on, language }: Ending, today: Day): Promise<void> {
  const days = reminderDue(daysBetween(today, expires_on));
  if (days === null) return;
  // Of two workers that look at the same moment, one writes the row and sends.
  const mine = await tx
    .insertInto('certificate_reminders')
    .values({
      organisation_id: sql<string>`current_organisation()`,
      certificate_id: id,
      days_before: days,
      sent_at: now()
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('certificate_id')
    .executeTakeFirst();
  if (!mine) return;
  await inLanguage(language as Locale, () =>
    sendMailLater(tx, {
      to: { person: person_id },
      subject: m.competence_mail_subject(),
      body: m.competence_mail_ending({ day: formatDay(expires_on), link: linkTo(id) })
    })
  );
}
