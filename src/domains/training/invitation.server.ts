import { sql } from 'kysely';
import { m } from '#messages';
import type { Locale } from '#languages';
import { can, type Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';
import { sendMailLater } from '#platform/mail/index.server.ts';
import { settings } from '#platform/settings/index.server.ts';
import { cancelEnrolment, enrol } from './enrolment.server.ts';
import {
  remindedAfterDays,
  type InvitationAnswer,
  type InvitationRefusal,
  type WithdrawalRefusal
} from './invitation.ts';
import { workshopsVisibleTo } from './workshop.server.ts';

/**
 * Asks these people to come, each by a mail in their own language that does not say what to. Whoever is asked already is not
 * asked twice; whose invitation was taken back has a new one.
 */
export async function inviteTo(
  tx: Tx,
  { workshop, people }: { workshop: string; people: string[] },
  person: Person
): Promise<InvitationRefusal | null> {
  if (!can(person, 'attendance.mark')) return 'not-yours-to-enrol';
  if (people.length === 0) return 'nobody-chosen';
  const found = await workshopsVisibleTo(tx, person).where('workshops.id', '=', workshop).executeTakeFirst();
  if (!found) return 'no-such-workshop';
  if (found.cancelled_at) return 'workshop-cancelled';
  if (found.ends_at <= now()) return 'workshop-over';
  const invited = await tx
    .insertInto('workshop_invitations')
    .values(
      people.map((person_id) => ({
        organisation_id: person.organisation.id,
        id: newId(),
        workshop_id: workshop,
        person_id,
        invited_by: person.id,
        invited_at: now()
      }))
    )
    .onConflict((conflict) =>
      conflict
        .columns(['organisation_id', 'workshop_id', 'person_id'])
        .where('withdrawn_at', 'is', null)
        .doNothing()
    )
    .returning('person_id')
    .execute();
  const thing = { kind: 'workshop', id: workshop };
  for (const { person_id } of invited) {
    await audit(tx, { action: 'workshop.invited', subject: person_id, thing });
    await write(tx, 'invited', { workshop, person: person_id });
  }
  return null;
}

/**
 * Takes an invitation back, with words for whoever was invited. A seat they had goes to whoever has waited longest. A repeat
 * changes nothing.
 */
export async function withdrawInvitation(
  tx: Tx,
  { invitation, reason }: { invitation: string; reason: string },
  person: Person
): Promise<WithdrawalRefusal | null> {
  if (!can(person, 'attendance.mark')) return 'not-yours-to-enrol';
  const found = await withAnswers(tx).where('invitation.id', '=', invitation).executeTakeFirst();
  if (!found) return 'not-invited';
  const { workshop_id: workshop, person_id: invited } = found;
  // Whoever takes their seat at this moment has it before, and loses it, or finds no invitation.
  await sql`select lock_workshop(${workshop})`.execute(tx);
  const planned = await workshopsVisibleTo(tx, person)
    .where('workshops.id', '=', workshop)
    .executeTakeFirstOrThrow();
  if (planned.cancelled_at) return 'workshop-cancelled';
  if (planned.ends_at <= now()) return 'workshop-over';
  const withdrawn = await tx
    .updateTable('workshop_invitations')
    .set({ withdrawn_at: now(), withdrawn_by: person.id, withdrawn_because: reason })
    .where('id', '=', invitation)
    .where('withdrawn_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (!withdrawn) return null;
  const thing = { kind: 'workshop', id: workshop };
  // The log does not keep the words: it outlives the erasure of whom they are about.
  await audit(tx, { action: 'workshop.invitation-withdrawn', subject: invited, thing });
  await cancelEnrolment(tx, { workshop, attendee: invited }, person);
  await write(tx, 'withdrawn', { workshop, person: invited });
  return null;
}

/** Says yes, which gives a seat or a turn on the waiting list, or no, which gives back what there was. */
export async function answerInvitation(
  tx: Tx,
  { id, workshop, answer }: { id: string; workshop: string; answer: InvitationAnswer },
  person: Person
): Promise<InvitationRefusal | null> {
  const invitation = await invitationTo(tx, workshop, person);
  if (!invitation || invitation.withdrawn_at) return 'not-invited';
  if (invitation.answer === answer) return null;
  if (answer === 'accepted') {
    const refusal = await enrol(tx, { id, workshop, waitingList: true }, person);
    if (refusal && refusal !== 'already-enrolled') return refusal;
  } else {
    const refusal = await cancelEnrolment(tx, { workshop }, person);
    if (refusal === 'workshop-over') return refusal;
  }
  await tx
    .insertInto('workshop_invitation_answers')
    .values({
      organisation_id: person.organisation.id,
      id,
      invitation_id: invitation.id,
      answer,
      answered_at: now()
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const thing = { kind: 'workshop', id: workshop };
  await audit(tx, { action: `workshop.invitation-${answer}`, subject: person.id, thing });
  return null;
}

/** This person's own invitation to a workshop, the last, with what they answered, or why it was taken back; null without one. */
export async function invitationTo(tx: Tx, workshop: string, person: Person) {
  const found = await withAnswers(tx)
    .where('invitation.workshop_id', '=', workshop)
    .where('invitation.person_id', '=', person.id)
    .orderBy('invitation.invited_at', 'desc')
    .orderBy('invitation.id', 'desc')
    .executeTakeFirst();
  return found ?? null;
}

/** The coming workshops this person was invited to and has not answered about. */
export async function invitationsToAnswer(tx: Tx, person: Person) {
  return workshopsVisibleTo(tx, person)
    .innerJoin(withAnswers(tx).as('invited'), (join) =>
      join.onRef('invited.workshop_id', '=', 'workshops.id')
    )
    .where('invited.person_id', '=', person.id)
    .where('invited.answer', 'is', null)
    .where('invited.withdrawn_at', 'is', null)
    .where('mine.id', 'is', null)
    .where('dates.ends_at', '>', now())
    .where('cancellation.cancelled_at', 'is', null)
    .orderBy('dates.starts_at')
    .execute();
}

/** Everybody invited to a workshop, by name, with their answer, how often they were reminded, and what was taken back. */
export function invitationsOf(tx: Tx, workshop: string) {
  return withAnswers(tx)
    .innerJoin('people', 'people.id', 'invitation.person_id')
    .where('invitation.workshop_id', '=', workshop)
    .select(({ selectFrom }) => [
      'people.name',
      'invitation.invited_at',
      selectFrom('workshop_invitation_reminders as reminder')
        .whereRef('reminder.invitation_id', '=', 'invitation.id')
        .select(sql<number>`count(*)::int`.as('number'))
        .as('reminders')
    ])
    .orderBy('people.name')
    .orderBy('invitation.invited_at')
    .execute();
}

/** Reminds everybody who has not answered, at most twice, as long as the workshop has not begun. */
export async function remindOfInvitations(tx: Tx): Promise<void> {
  for (const [index, days] of remindedAfterDays.entries()) {
    const number = index + 1;
    const waiting = await withAnswers(tx)
      .where('answer.answer', 'is', null)
      .where('invitation.withdrawn_at', 'is', null)
      .where('invitation.invited_at', '<=', new Date(now().getTime() - days * 86_400_000))
      .where(isStillToCome(now()))
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('workshop_invitation_reminders as sent')
              .select('sent.number')
              .whereRef('sent.invitation_id', '=', 'invitation.id')
              .where('sent.number', '=', number)
          )
        )
      )
      .select('invitation.organisation_id')
      .execute();
    for (const { organisation_id, id, workshop_id, person_id } of waiting) {
      // Of two workers that look at the same moment, one writes the row and sends.
      const mine = await tx
        .insertInto('workshop_invitation_reminders')
        .values({ organisation_id, invitation_id: id, number, sent_at: now() })
        .onConflict((conflict) => conflict.doNothing())
        .returning('number')
        .executeTakeFirst();
      if (mine) await write(tx, 'reminded', { workshop: workshop_id, person: person_id });
    }
  }
}

// Whoever was put on the list meanwhile has nothing to answer.
const isStillToCome = (at: Date) => sql<boolean>`(
  select min(s.starts_at) from workshop_sessions s
  where s.organisation_id = invitation.organisation_id and s.workshop_id = invitation.workshop_id) > ${at}
  and not exists (select from workshop_cancellations c
    where c.organisation_id = invitation.organisation_id and c.workshop_id = invitation.workshop_id)
  and not exists (select from enrolments e where e.organisation_id = invitation.organisation_id
    and e.workshop_id = invitation.workshop_id and e.person_id = invitation.person_id and e.cancelled_at is null)`;

function withAnswers(tx: Tx) {
  return tx
    .selectFrom('workshop_invitations as invitation')
    .leftJoinLateral(
      (from) =>
        from
          .selectFrom('workshop_invitation_answers as given')
          .whereRef('given.organisation_id', '=', 'invitation.organisation_id')
          .whereRef('given.invitation_id', '=', 'invitation.id')
          .select(sql<InvitationAnswer>`given.answer`.as('answer'))
          .orderBy('given.answered_at', 'desc')
          .orderBy('given.id', 'desc')
          .limit(1)
          .as('answer'),
      (join) => join.onTrue()
    )
    .select([
      'invitation.id',
      'invitation.workshop_id',
      'invitation.person_id',
      'invitation.withdrawn_at',
      'invitation.withdrawn_because',
      'answer.answer'
    ]);
}

const letters = {
  invited: { subject: m.training_mail_invited_subject, body: m.training_mail_invited_body },
  reminded: { subject: m.training_mail_reminder_subject, body: m.training_mail_invited_again_body },
  withdrawn: { subject: m.training_mail_moved_subject, body: m.training_mail_withdrawn_body }
};

// As every mail of this room, it names neither the workshop nor what it is about.
async function write(
  tx: Tx,
  letter: keyof typeof letters,
  { workshop, person }: { workshop: string; person: string }
): Promise<void> {
  const { language } = await tx
    .selectFrom('people')
    .select('language')
    .where('id', '=', person)
    .executeTakeFirstOrThrow();
  const locale = language as Locale;
  const link = `${settings().origin}/training/workshops/${workshop}`;
  await sendMailLater(tx, {
    to: { person },
    subject: letters[letter].subject({}, { locale }),
    body: letters[letter].body({ link }, { locale })
  });
}
