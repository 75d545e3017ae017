import { m } from '#messages';
import type { Locale } from '#languages';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { sendMailLater } from '#platform/mail/index.server.ts';
import { settings } from '#platform/settings/index.server.ts';

const reminderHoursBefore = 24;

/** Sends each person with a seat one mail on the day before each session. The subject says nothing about what it is. */
export async function remindOfTomorrow(tx: Tx): Promise<void> {
  const soon = new Date(now().getTime() + reminderHoursBefore * 3_600_000);
  const due = await tx
    .selectFrom('workshop_sessions as session')
    .innerJoin('workshops', (join) =>
      join
        .onRef('workshops.organisation_id', '=', 'session.organisation_id')
        .onRef('workshops.id', '=', 'session.workshop_id')
    )
    .innerJoin('enrolments', (join) =>
      join
        .onRef('enrolments.organisation_id', '=', 'session.organisation_id')
        .onRef('enrolments.workshop_id', '=', 'session.workshop_id')
    )
    .innerJoin('people', 'people.id', 'enrolments.person_id')
    .leftJoin('workshop_reminders as sent', (join) =>
      join.onRef('sent.session_id', '=', 'session.id').onRef('sent.person_id', '=', 'enrolments.person_id')
    )
    .leftJoin('workshop_cancellations as off', (join) =>
      join
        .onRef('off.organisation_id', '=', 'session.organisation_id')
        .onRef('off.workshop_id', '=', 'session.workshop_id')
    )
    .where('off.cancelled_at', 'is', null)
    .where('session.starts_at', '>', now())
    .where('session.starts_at', '<=', soon)
    .where('enrolments.seated_at', 'is not', null)
    .where('enrolments.cancelled_at', 'is', null)
    .where('sent.sent_at', 'is', null)
    .select([
      'session.organisation_id',
      'session.id as session_id',
      'session.workshop_id',
      'session.starts_at',
      'workshops.time_zone',
      'enrolments.person_id',
      'people.language'
    ])
    .execute();
  for (const reminder of due) await remind(tx, reminder);
}

type Reminder = {
  organisation_id: string;
  session_id: string;
  workshop_id: string;
  starts_at: Date;
  time_zone: string;
  person_id: string;
  language: string;
};

async function remind(tx: Tx, reminder: Reminder): Promise<void> {
  const { organisation_id, session_id, person_id, workshop_id, starts_at, time_zone } = reminder;
  // Of two workers that look at the same moment, one writes the row and sends.
  const mine = await tx
    .insertInto('workshop_reminders')
    .values({ organisation_id, session_id, person_id, sent_at: now() })
    .onConflict((conflict) => conflict.doNothing())
    .returning('session_id')
    .executeTakeFirst();
  if (!mine) return;
  const locale = reminder.language as Locale;
  const at = new Intl.DateTimeFormat(locale, {
    dateStyle: 'full',
    timeStyle: 'short',
    timeZone: time_zone
  }).format(starts_at);
  const link = `${settings().origin}/training/workshops/${workshop_id}`;
  await sendMailLater(tx, {
    to: { person: person_id },
    subject: m.training_mail_reminder_subject({}, { locale }),
    body: m.training_mail_reminder_body({ at, link }, { locale })
  });
}
