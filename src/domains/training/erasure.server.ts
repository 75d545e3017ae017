/** What this room holds about a person, for their own copy of it; and what goes when they have their record erased. */
import { sql } from 'kysely';
import type { Person } from '#platform/access/index.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { forgetPseudonym } from './learner-pseudonym.server.ts';
import { packageAttempts } from './package-attempt.server.ts';
import type { Answers } from './question.ts';
import { myStipends } from './stipend.server.ts';

/** Seats, invitations, money, attendance, courses and answers of the person. What they said in an evaluation is nobody's, and not here. */
export async function aboutMe(tx: Tx, person: Person) {
  return {
    seats: await tx
      .selectFrom('enrolments')
      .innerJoin('workshops', (join) =>
        join
          .onRef('workshops.organisation_id', '=', 'enrolments.organisation_id')
          .onRef('workshops.id', '=', 'enrolments.workshop_id')
      )
      .where('enrolments.person_id', '=', person.id)
      .leftJoin('prerequisite_overrides as override', (join) =>
        join
          .onRef('override.organisation_id', '=', 'enrolments.organisation_id')
          .onRef('override.enrolment_id', '=', 'enrolments.id')
      )
      .select(['workshops.title', 'enrolments.asked_at', 'enrolments.seated_at', 'enrolments.cancelled_at'])
      .select(['override.missing as letInWithout', 'override.reason as letInBecause'])
      .orderBy('enrolments.asked_at')
      .execute(),
    invitations: await tx
      .selectFrom('workshop_invitations')
      .where('person_id', '=', person.id)
      .select(['workshop_id', 'invited_at', 'withdrawn_at', 'withdrawn_because'])
      .orderBy('invited_at')
      .execute(),
    invitationsAnswered: await tx
      .selectFrom('workshop_invitation_answers as given')
      .innerJoin('workshop_invitations as invitation', (join) =>
        join
          .onRef('invitation.organisation_id', '=', 'given.organisation_id')
          .onRef('invitation.id', '=', 'given.invitation_id')
      )
      .where('invitation.person_id', '=', person.id)
      .select(['invitation.workshop_id', 'given.answer', 'given.answered_at'])
      .orderBy('given.answered_at')
      .execute(),
    feesPaid: await tx
      .selectFrom('workshop_fees')
      .where('person_id', '=', person.id)
      .select(['workshop_id', 'amount'])
      .execute(),
    stipendsReceived: await myStipends(tx),
    attendance: await tx
      .selectFrom('attendances')
      .where('person_id', '=', person.id)
      .select(['session_id', 'presence', 'hours', 'marked_at'])
      .orderBy('marked_at')
      .execute(),
    cameWithoutSeat: await tx
      .selectFrom('walk_in_settlements')
      .where('person_id', '=', person.id)
      .select('settled_at')
      .execute(),
    taught: await tx
      .selectFrom('workshop_trainers')
      .where('person_id', '=', person.id)
      .select(['workshop_id', 'left_at'])
      .execute(),
    courses: await tx
      .selectFrom('course_enrolments')
      .where('person_id', '=', person.id)
      .select(['course_id', 'begun_at'])
      .execute(),
    lessonsDone: await tx
      .selectFrom('lesson_completions')
      .where('person_id', '=', person.id)
      .select(['course_id', 'lesson_id', 'done_at'])
      .execute(),
    leftAt: await tx
      .selectFrom('course_bookmarks')
      .where('person_id', '=', person.id)
      .select(['course_id', 'lesson_id', 'left_at'])
      .execute(),
    answersKept: await tx
      .selectFrom('quiz_drafts')
      .where('person_id', '=', person.id)
      .select(['quiz_id', 'occasion', sql<Answers>`answers`.as('answers'), 'kept_at'])
      .execute(),
    attempts: await tx
      .selectFrom('quiz_attempts')
      .where('person_id', '=', person.id)
      .select(['course_id', 'quiz_id', 'occasion', 'number', 'share', 'passed', 'made_at'])
      .select(['entered_by', 'received_at'])
      .select(sql<Answers>`answers`.as('answers'))
      .orderBy('made_at')
      .execute(),
    broughtFromElsewhere: await tx
      .selectFrom('attendance_origins')
      .where('person_id', '=', person.id)
      .select(['session_id', 'employee_number', 'provider', 'course_code', 'score', 'certificate_number'])
      .execute(),
    packages: await packageAttempts(tx)
      .where('attempt.person_id', '=', person.id)
      .select(['attempt.package_id', 'attempt.item', 'attempt.number', 'attempt.begun_at'])
      .select(['progress.completion', 'progress.success', 'progress.scaled', 'progress.saved_at'])
      .select(sql<Record<string, unknown> | null>`progress.cmi`.as('kept'))
      .orderBy('attempt.begun_at')
      .execute(),
    packagesInOrder: await tx
      .selectFrom('package_orders')
      .where('person_id', '=', person.id)
      .select(['package_id', 'completion', 'success', 'scaled', 'reached_at', 'state'])
      .execute(),
    evaluationsGiven: await tx
      .selectFrom('evaluation_givers')
      .where('person_id', '=', person.id)
      .select('workshop_id')
      .execute(),
    calendarFeeds: await tx
      .selectFrom('calendar_feeds')
      .where('person_id', '=', person.id)
      .select(['opened_at', 'closed_at'])
      .execute()
  };
}

/**
 * Whoever erases their record leaves no answer, no number or mark from elsewhere, nothing a package kept of them, no trace of their
 * reading and no name under which others were told of them. What an attempt was worth stays as a figure of nobody's, as do seats, hours and money, which somebody has paid for, and
 * the answers of evaluations; what others wrote of them beside a seat or an invitation goes.
 */
export async function forgetLearning(tx: Tx, erased: { person: string }[]): Promise<void> {
  const people = erased.map(({ person }) => person);
  for (const table of [
    'quiz_drafts',
    'course_bookmarks',
    'lesson_completions',
    'course_enrolments',
    'evaluation_givers',
    'attendance_origins'
  ] as const)
    await tx.deleteFrom(table).where('person_id', 'in', people).execute();
  await tx.updateTable('quiz_attempts').set({ answers: '{}' }).where('person_id', 'in', people).execute();
  await tx.updateTable('package_orders').set({ state: null }).where('person_id', 'in', people).execute();
  await tx.updateTable('package_progress').set({ cmi: '{}' }).where('person_id', 'in', people).execute();
  await tx
    .updateTable('statement_consents')
    .set({ withdrawn_at: now() })
    .where('person_id', 'in', people)
    .where('withdrawn_at', 'is', null)
    .execute();
  for (const person of people) await forgetPseudonym(tx, person);
  await tx
    .updateTable('workshop_invitations')
    .set({ withdrawn_because: null })
    .where('person_id', 'in', people)
    .where('withdrawn_because', 'is not', null)
    .execute();
  await tx
    .updateTable('prerequisite_overrides')
    .set({ reason: null })
    .where('reason', 'is not', null)
    .where('enrolment_id', 'in', (from) =>
      from.selectFrom('enrolments').where('person_id', 'in', people).select('id')
    )
    .execute();
  await tx
    .updateTable('calendar_feeds')
    .set({ closed_at: now() })
    .where('person_id', 'in', people)
    .where('closed_at', 'is', null)
    .execute();
}
