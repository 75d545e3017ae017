/** A record of training: what people attended, here and before, with what its provider said of it. */
import { sql } from 'kysely';
import type { Tx } from '#platform/database/index.server.ts';
import { daysAttended } from './attended.server.ts';
import type { WorkshopKind } from './workshop.ts';

/** In order, one row for each person and workshop; of one person, or of everybody whose attendance the speaker may see. */
export function trainingRecord(tx: Tx, of: { person: string } | 'everybody') {
  const told = (column: 'employee_number' | 'provider' | 'course_code' | 'score' | 'certificate_number') =>
    sql<string | null>`string_agg(distinct ${sql.ref(`origin.${column}`)}, ', ')`;
  return daysAttended(tx)
    .innerJoin('people', 'people.id', 'attendance.person_id')
    .leftJoin('attendance_origins as origin', (join) =>
      join
        .onRef('origin.organisation_id', '=', 'attendance.organisation_id')
        .onRef('origin.session_id', '=', 'attendance.session_id')
        .onRef('origin.person_id', '=', 'attendance.person_id')
    )
    .$if(of !== 'everybody', (query) =>
      query.where('attendance.person_id', '=', (of as { person: string }).person)
    )
    .groupBy(['people.id', 'people.name'])
    .groupBy(['workshops.id', 'workshops.title', 'workshops.kind', 'workshops.time_zone'])
    .select(({ fn }) => [
      'people.id as person',
      'people.name',
      'workshops.id as workshop',
      'workshops.title',
      'workshops.time_zone',
      sql<WorkshopKind>`workshops.kind`.as('kind'),
      fn.min('session.starts_at').as('starts_at'),
      fn.max('session.ends_at').as('ends_at'),
      fn.sum<string>('attendance.hours').as('hours'),
      told('employee_number').as('employee_number'),
      told('provider').as('provider'),
      told('course_code').as('course_code'),
      told('score').as('score'),
      told('certificate_number').as('certificate_number')
    ])
    .orderBy('people.name')
    .orderBy('people.id')
    .orderBy('starts_at')
    .execute();
}
