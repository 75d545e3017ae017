/** Applications that nobody answered: those who may answer are reminded, and two weeks later what was written is erased. */
import { sql } from 'kysely';
import { audit } from '#platform/audit/index.server.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { sendMailLater } from '#platform/mail/index.server.ts';
import { settings } from '#platform/settings/index.server.ts';
import { m } from '#messages';
import { applicationNoticeDays, dueFor } from './application.ts';

/** One look at every application of the organisation; part of a sweep. */
export async function lookAfterApplications(tx: Tx): Promise<void> {
  const waiting = await tx
    .selectFrom('applications')
    .select(['id', 'name', 'email', 'language', 'asked_at as askedAt', 'reminded_at as remindedAt'])
    .forUpdate()
    .skipLocked()
    .execute();
  const due = Object.groupBy(waiting, (application) => dueFor(application, now()));
  if (due.remind) await remind(tx, due.remind);
  for (const application of due.erase ?? []) await erase(tx, application);
}

/** One mail for all of them, to each of those who may answer. */
async function remind(tx: Tx, applications: { id: string }[]): Promise<void> {
  const answerers = await tx
    .selectFrom('memberships')
    .innerJoin('people', 'people.id', 'memberships.person_id')
    .where('memberships.organisation_id', '=', sql<string>`current_organisation()`)
    .where('memberships.role', 'in', ['coordinator', 'administrator'])
    .where('memberships.until', 'is', null)
    .select(['people.id', 'people.language'])
    .distinct()
    .execute();
  for (const { id: person, language } of answerers) {
    const locale = language as 'en';
    const words = {
      count: applications.length,
      days: applicationNoticeDays,
      link: `${settings().origin}/people/applications`
    };
    await sendMailLater(tx, {
      to: { person },
      subject: m.people_application_reminder_subject({}, { locale }),
      body: m.people_application_reminder_body(words, { locale })
    });
  }
  await tx
    .updateTable('applications')
    .set({ reminded_at: now() })
    .where(
      'id',
      'in',
      applications.map(({ id }) => id)
    )
    .execute();
}

async function erase(
  tx: Tx,
  { id, name, email, language }: { id: string; name: string; email: string; language: string }
): Promise<void> {
  const locale = language as 'en';
  await tx.deleteFrom('applications').where('id', '=', id).execute();
  await sendMailLater(tx, {
    to: { address: email },
    subject: m.people_application_lapsed_subject({}, { locale }),
    body: m.people_application_lapsed_body({ name }, { locale })
  });
  await audit(tx, { action: 'application.lapsed', thing: { kind: 'applications', id } });
}
