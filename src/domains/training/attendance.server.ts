import { sql } from 'kysely';
import { can, type Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { record } from '#platform/events/index.server.ts';
import { newId } from '#platform/ids.ts';
import {
  attendedHours,
  refusalToMark,
  type AttendanceRefusal,
  type Mark,
  type Presence
} from './attendance.ts';
import { peopleSeatedIn } from './enrolment.server.ts';
import type { WorkshopKind } from './workshop.ts';

declare module '#platform/events/index.server.ts' {
  interface DomainEvents {
    'training.attended': { workshop: string; session: string; person: string; kind: string; hours: number };
  }
}

/**
 * Writes who was there. A mark that differs from the last one is a new row, and the newest counts; one that does not
 * is left alone, so sending a sheet twice changes nothing.
 */
export async function markAttendance(
  tx: Tx,
  { session, marks }: { session: string; marks: Mark[] },
  person: Person
): Promise<AttendanceRefusal | null> {
  if (!can(person, 'attendance.mark')) return 'not-yours-to-mark';
  const found = await sessionOf(tx, session);
  if (!found) return 'no-such-session';
  const seated = (await peopleSeatedIn(tx, found.workshop)).map(({ person_id }) => person_id);
  const refusal = refusalToMark(found, marks, seated, now());
  if (refusal) return refusal;

  const before = new Map(
    (await marksOf(tx, found.workshop))
      .filter((mark) => mark.session === session)
      .map((mark) => [mark.person, mark])
  );
  for (const mark of marks) {
    const hours = attendedHours(found, mark)!;
    const last = before.get(mark.person);
    if (last && last.presence === mark.presence && last.hours === hours) continue;
    await tx
      .insertInto('attendances')
      .values({
        organisation_id: person.organisation.id,
        id: newId(),
        workshop_id: found.workshop,
        session_id: session,
        person_id: mark.person,
        presence: mark.presence,
        hours: String(hours),
        marked_by: person.id,
        marked_at: now()
      })
      .execute();
    await audit(tx, {
      action: 'attendance.marked',
      subject: mark.person,
      thing: { kind: 'workshop', id: found.workshop }
    });
    await record(tx, 'training.attended', {
      workshop: found.workshop,
      session,
      person: mark.person,
      kind: found.kind,
      hours
    });
  }
  return null;
}

/** The marks that count now, for a workshop, as far as the speaker may see them. */
export async function marksOf(tx: Tx, workshop: string) {
  const rows = await tx
    .selectFrom('current_attendances')
    .where('workshop_id', '=', workshop)
    .select(({ ref }) => [
      ref('session_id').$notNull().as('session'),
      ref('person_id').$notNull().as('person'),
      sql<Presence>`presence`.as('presence'),
      ref('hours').$notNull().as('hours')
    ])
    .execute();
  return rows.map((row) => ({ ...row, hours: Number(row.hours) }));
}

/** How many hours of training somebody has had, by kind: what certificates are issued on. */
export async function trainingHoursOf(
  tx: Tx,
  person: string
): Promise<{ kind: WorkshopKind; hours: number }[]> {
  const rows = await tx
    .selectFrom('current_attendances as attendance')
    .innerJoin('workshops', (join) =>
      join
        .onRef('workshops.organisation_id', '=', 'attendance.organisation_id')
        .onRef('workshops.id', '=', 'attendance.workshop_id')
    )
    .where('attendance.person_id', '=', person)
    .where('attendance.hours', '>', '0')
    .groupBy('workshops.kind')
    .select((eb) => [
      sql<WorkshopKind>`workshops.kind`.as('kind'),
      eb.fn.sum<string>('attendance.hours').as('hours')
    ])
    .orderBy('workshops.kind')
    .execute();
  return rows.map(({ kind, hours }) => ({ kind, hours: Number(hours) }));
}

export async function sessionOf(tx: Tx, session: string) {
  const row = await tx
    .selectFrom('workshop_sessions as session')
    .innerJoin('workshops', (join) =>
      join
        .onRef('workshops.organisation_id', '=', 'session.organisation_id')
        .onRef('workshops.id', '=', 'session.workshop_id')
    )
    .leftJoin('workshop_cancellations as off', (join) =>
      join
        .onRef('off.organisation_id', '=', 'session.organisation_id')
        .onRef('off.workshop_id', '=', 'session.workshop_id')
    )
    .where('session.id', '=', session)
    .select([
      'session.workshop_id as workshop',
      'session.starts_at as startsAt',
      'session.ends_at as endsAt',
      'off.cancelled_at as cancelledAt',
      'workshops.kind'
    ])
    .executeTakeFirst();
  return row ?? null;
}
