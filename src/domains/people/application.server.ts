import type { Person } from '#platform/access/index.ts';
import { can } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { sendMailLater } from '#platform/mail/index.server.ts';
import { m } from '#messages';
import type { TodayItem } from '#ui/today.ts';
import type { InvitationRefusal } from './invitation.ts';
import { invite } from './invitation.server.ts';

export type Application = {
  id: string;
  name: string;
  email: string;
  phone: string | null;
  /** What they can talk in. */
  languages: string[];
  why: string;
  /** What the answer is written in. */
  language: string;
};

/** A visitor asks to become a supporter here; the same form sent twice asks once. */
export async function applyToSupport(tx: Tx, application: Application, organisation: string): Promise<void> {
  await tx
    .insertInto('applications')
    .values({
      ...application,
      organisation_id: organisation,
      email: application.email.toLowerCase(),
      asked_at: now()
    })
    // A visitor may not read applications, so no conflict target is named.
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Those that wait for an answer, the longest-waiting first. */
export function applicationsVisibleTo(tx: Tx, person: Person) {
  return tx
    .selectFrom('applications')
    .where('organisation_id', '=', person.organisation.id)
    .select(['id', 'name', 'email', 'phone', 'languages', 'why', 'language', 'asked_at'])
    .orderBy('asked_at');
}

/** Invites them as a supporter, and erases what they wrote. Null also when it was answered before. */
export async function acceptApplication(
  tx: Tx,
  { id, invitation }: { id: string; invitation: string },
  person: Person
): Promise<InvitationRefusal | null> {
  const found = await taken(tx, id, person);
  if (!found) return null;
  const { name, email, language } = found;
  await audit(tx, { action: 'application.accepted', thing: { kind: 'applications', id } });
  return invite(tx, { id: invitation, name, email, language, roles: ['supporter'] }, person);
}

/** Thanks them and says no, and erases what they wrote. */
export async function declineApplication(tx: Tx, id: string, person: Person): Promise<void> {
  const found = await taken(tx, id, person);
  if (!found) return;
  const locale = found.language as 'en';
  await sendMailLater(tx, {
    to: { address: found.email },
    subject: m.people_application_declined_subject({}, { locale }),
    body: m.people_application_declined_body(
      { name: found.name, organisation: person.organisation.name },
      { locale }
    )
  });
  await audit(tx, { action: 'application.declined', thing: { kind: 'applications', id } });
}

/** Whoever may invite is told how many wait. */
export async function todayFor(tx: Tx, person: Person): Promise<TodayItem[]> {
  if (!can(person, 'people.invite')) return [];
  const waiting = await applicationsVisibleTo(tx, person).execute();
  return waiting.length === 0
    ? []
    : [
        {
          key: 'applications',
          urgency: 'soon',
          title: m.people_applications_today({ count: waiting.length }),
          href: '/people/applications',
          action: m.people_applications_answer()
        }
      ];
}

// Whoever answers first takes it: two coordinators at once send one answer.
function taken(tx: Tx, id: string, person: Person) {
  return tx
    .deleteFrom('applications')
    .where('organisation_id', '=', person.organisation.id)
    .where('id', '=', id)
    .returning(['name', 'email', 'language'])
    .executeTakeFirst();
}
