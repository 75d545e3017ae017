/** What this room holds about a person, for their own copy of it; and what goes when they have their record erased. */
import { sql } from 'kysely';
import type { Person } from '#platform/access/index.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { packageAttempts } from './package-attempt.server.ts';
import type { Answers } from './question.ts';

/** Seats, attendance, courses and answers of the person. What they said in an evaluation is nobody's, and not here. */
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
      .select(['workshops.title', 'enrolments.asked_at', 'enrolments.seated_at', 'enrolments.cancelled_at'])
      .orderBy('enrolments.asked_at')
      .execute(),
    attendance: await tx
      .selectFrom('attendances')
      .where('person_id', '=', person.id)
      .select(['session_id', 'presence', 'hours', 'marked_at'])
      .orderBy('marked_at')
      .execute(),
    taught: await tx
      .selectFrom('workshop_trainers')
      .where('person_id', '=', person.id)
      .select('workshop_id')
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
 * Whoever erases their record leaves no answer, no number or mark from elsewhere, nothing a package kept of them, and no trace of their
 * reading. What an attempt was worth stays as a figure of
 * nobody's, as do seats and hours, which somebody has paid for, and the answers of evaluations.
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
  await tx.updateTable('package_progress').set({ cmi: '{}' }).where('person_id', 'in', people).execute();
  await tx
    .updateTable('calendar_feeds')
    .set({ closed_at: now() })
    .where('person_id', 'in', people)
    .where('closed_at', 'is', null)
    .execute();
}
