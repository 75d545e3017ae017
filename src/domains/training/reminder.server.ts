import { sql } from 'kysely';
import { m } from '#messages';
import type { Locale } from '#languages';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { formatSpan } from '#platform/languages/format.ts';
import { inLanguage } from '#platform/languages/speak.server.ts';
import { sendMailLater } from '#platform/mail/index.server.ts';
import { settings } from '#platform/settings/index.server.ts';

const reminderHoursBefore = 24;

/**
 * Sends everybody who has a seat in it or teaches it one mail on the day before each session. The subject says nothing about
 * what it is.
 */
export async function remindOfTomorrow(tx: Tx): Promise<void> {
  const soon = new Date(now().getTime() + reminderHoursBefore * 3_600_000);
  const { rows: due } = await sql<Reminder>`
    select c.organisation_id, c.session_id, c.workshop_id, c.starts_at, c.ends_at, c.time_zone, c.person_id, p.language
    from calendar_entries c join people p on p.id = c.person_id
    where not c.cancelled and c.starts_at > ${now()} and c.starts_at <= ${soon} and not exists (
      select from workshop_reminders sent where sent.organisation_id = c.organisation_id
        and sent.session_id = c.session_id and sent.person_id = c.person_id)`.execute(tx);
  for (const reminder of due) await remind(tx, reminder);
}

type Reminder = {
  organisation_id: string;
  session_id: string;
  workshop_id: string;
  starts_at: Date;
  ends_at: Date;
  time_zone: string;
  person_id: string;
  language: string;
};

async function remind(tx: Tx, reminder: Reminder): Promise<void> {
  const { organisation_id, session_id, person_id, workshop_id, starts_at, ends_at, time_zone, language } =
    reminder;
  // Of two workers that look at the same moment, one writes the row and sends.
  const mine = await tx
    .insertInto('workshop_reminders')
    .values({ organisation_id, session_id, person_id, sent_at: now() })
    .onConflict((conflict) => conflict.doNothing())
    .returning('session_id')
    .executeTakeFirst();
  if (!mine) return;
  const link = `${settings().origin}/training/workshops/${workshop_id}`;
  await inLanguage(language as Locale, () =>
    sendMailLater(tx, {
      to: { person: person_id },
      subject: m.training_mail_reminder_subject(),
      body: m.training_mail_reminder_body({ at: formatSpan(starts_at, ends_at, time_zone), link })
    })
  );
}
