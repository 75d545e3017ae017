import { sql } from 'kysely';
import type { Day } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { packageCompletionsOf } from './package-completion.server.ts';
import type { WorkshopKind } from './workshop.ts';

/** Every day that somebody was at a workshop, wholly or partly, as far as the speaker may see it. */
export function daysAttended(tx: Tx) {
  return tx
    .selectFrom('current_attendances as attendance')
    .innerJoin('workshops', (join) =>
      join
        .onRef('workshops.organisation_id', '=', 'attendance.organisation_id')
        .onRef('workshops.id', '=', 'attendance.workshop_id')
    )
    .innerJoin('workshop_sessions as session', (join) =>
      join
        .onRef('session.organisation_id', '=', 'attendance.organisation_id')
        .onRef('session.id', '=', 'attendance.session_id')
    )
    .where('attendance.hours', '>', '0');
}

/** The workshops somebody was at, in order, with their hours there and the budget line that paid for the seat. */
export function workshopsAttendedBy(tx: Tx, person: string) {
  return daysAttended(tx)
    .leftJoin('budget_lines as line', (join) =>
      join
        .onRef('line.organisation_id', '=', 'workshops.organisation_id')
        .onRef('line.id', '=', 'workshops.line_id')
    )
    .leftJoin('grants', (join) =>
      join
        .onRef('grants.organisation_id', '=', 'line.organisation_id')
        .onRef('grants.id', '=', 'line.grant_id')
    )
    .where('attendance.person_id', '=', person)
    .groupBy(['workshops.id', 'workshops.title', 'workshops.kind', 'workshops.time_zone'])
    .groupBy(['line.id', 'line.code', 'line.name', 'grants.id', 'grants.title'])
    .select(({ fn }) => [
      'workshops.id',
      'workshops.title',
      'workshops.time_zone',
      'line.id as line_id',
      'line.code as line_code',
      'line.name as line_name',
      'grants.id as grant_id',
      'grants.title as grant',
      sql<WorkshopKind>`workshops.kind`.as('kind'),
      fn.min('session.starts_at').as('starts_at'),
      fn.max('session.ends_at').as('ends_at'),
      fn.sum<string>('attendance.hours').as('hours')
    ])
    .orderBy('starts_at')
    .execute();
}

/** The workshops somebody taught, with the hours of those of their sessions that anybody was at: what nobody came to was not held. */
export function workshopsTaughtBy(tx: Tx, person: string) {
  return tx
    .selectFrom('workshop_trainers as trainer')
    .innerJoin('workshops', (join) =>
      join
        .onRef('workshops.organisation_id', '=', 'trainer.organisation_id')
        .onRef('workshops.id', '=', 'trainer.workshop_id')
    )
    .innerJoin('workshop_sessions as session', (join) =>
      join
        .onRef('session.organisation_id', '=', 'trainer.organisation_id')
        .onRef('session.workshop_id', '=', 'trainer.workshop_id')
    )
    .where('trainer.person_id', '=', person)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('current_attendances as attendance')
          .whereRef('attendance.organisation_id', '=', 'session.organisation_id')
          .whereRef('attendance.session_id', '=', 'session.id')
          .where('attendance.hours', '>', '0')
          .select('attendance.session_id')
      )
    )
    .groupBy(['workshops.id', 'workshops.title', 'workshops.time_zone'])
    .select(({ fn }) => [
      'workshops.title',
      'workshops.time_zone',
      fn.max('session.ends_at').as('ends_at'),
      sql<string>`sum(extract(epoch from session.ends_at - session.starts_at)) / 3600`.as('hours')
    ])
    .execute();
}

/** Who was at a workshop, or at any that a budget line paid for, each since the first hour there. */
export function attendeesOf(tx: Tx, of: { workshop: string } | { line: string }) {
  return daysAttended(tx)
    .$if('workshop' in of, (query) => query.where('workshops.id', '=', (of as { workshop: string }).workshop))
    .$if('line' in of, (query) => query.where('workshops.line_id', '=', (of as { line: string }).line))
    .groupBy('attendance.person_id')
    .select(({ fn }) => ['attendance.person_id as person', fn.min('session.starts_at').as('since')])
    .execute();
}

/** The courses of which somebody passed a quiz or went through a package, each on the first day they did. */
export async function coursesPassedBy(tx: Tx, person: string): Promise<{ title: string; on: Day }[]> {
  const packages = (await packageCompletionsOf(tx, [person])).filter(({ done }) => done);
  const passed = [...(await quizzesPassedBy(tx, person)), ...packages];
  return [...Map.groupBy(passed, ({ course }) => course).values()].map((own) => {
    const [first] = own.toSorted((one, other) => (one.on < other.on ? -1 : 1));
    return { title: first!.title, on: first!.on };
  });
}

function quizzesPassedBy(tx: Tx, person: string) {
  return tx
    .selectFrom('quiz_attempts as attempt')
    .innerJoin('course_versions as version', (join) =>
      join
        .onRef('version.organisation_id', '=', 'attempt.organisation_id')
        .onRef('version.course_id', '=', 'attempt.course_id')
        .onRef('version.number', '=', 'attempt.version')
    )
    .innerJoin('organisations', 'organisations.id', 'attempt.organisation_id')
    .where('attempt.person_id', '=', person)
    .where('attempt.occasion', '=', 'course')
    .where('attempt.passed', '=', true)
    .distinctOn('attempt.course_id')
    .select([
      'attempt.course_id as course',
      sql<string>`version.content ->> 'title'`.as('title'),
      sql<Day>`(attempt.made_at at time zone organisations.time_zone)::date`.as('on')
    ])
    .orderBy('attempt.course_id')
    .orderBy('attempt.made_at')
    .execute();
}
