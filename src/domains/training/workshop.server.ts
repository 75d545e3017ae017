import { sql } from 'kysely';
import { linesVisibleTo } from '#domains/funding/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { dayIn, now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { clashOf, holdTimesOf } from './clash.server.ts';
import type { Clash } from './clash.ts';
import { placeOf, refusalOfRooms } from './room.server.ts';
import { mayAllTrain } from './trainer-certificate.server.ts';
import {
  inRooms,
  refusalToSchedule,
  type NewWorkshop,
  type ScheduleRefusal,
  type Session,
  type WorkshopKind
} from './workshop.ts';

/** The workshops this person may see, each with its dates, how full it is, and the person's own place in it. */
export function workshopsVisibleTo(tx: Tx, person: Person) {
  return tx
    .selectFrom('workshops')
    .innerJoinLateral(
      (from) =>
        from
          .selectFrom('workshop_sessions as session')
          .whereRef('session.organisation_id', '=', 'workshops.organisation_id')
          .whereRef('session.workshop_id', '=', 'workshops.id')
          .select([
            sql<Date>`min(session.starts_at)`.as('starts_at'),
            sql<Date>`max(session.ends_at)`.as('ends_at'),
            sql<Date | null>`min(session.starts_at) filter (where session.ends_at > ${now()})`.as('next_at'),
            sql<number>`count(*)::int`.as('session_count'),
            sql<number>`(sum(extract(epoch from session.ends_at - session.starts_at)) / 3600)::float8`.as(
              'hours'
            )
          ])
          .as('dates'),
      (join) => join.onTrue()
    )
    .innerJoinLateral(
      sql<{ taken: number; waiting: number }>`places_in(workshops.id)`.as<'places'>(sql.ref('places')),
      (join) => join.onTrue()
    )
    .leftJoin('enrolments as mine', (join) =>
      join
        .onRef('mine.organisation_id', '=', 'workshops.organisation_id')
        .onRef('mine.workshop_id', '=', 'workshops.id')
        .on('mine.person_id', '=', person.id)
        .on('mine.cancelled_at', 'is', null)
    )
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
    .leftJoin('workshop_cancellations as cancellation', (join) =>
      join
        .onRef('cancellation.organisation_id', '=', 'workshops.organisation_id')
        .onRef('cancellation.workshop_id', '=', 'workshops.id')
    )
    .where('workshops.organisation_id', '=', person.organisation.id)
    .select([
      'workshops.id',
      'workshops.title',
      'workshops.aims',
      sql<WorkshopKind>`workshops.kind`.as('kind'),
      'workshops.room_id',
      'workshops.venue',
      'workshops.online_link',
      'workshops.by_invitation',
      'workshops.language',
      'workshops.also_in',
      'workshops.time_zone',
      'workshops.seats',
      'workshops.line_id',
      'line.code as line_code',
      'line.name as line_name',
      'grants.id as grant_id',
      'grants.title as grant',
      'grants.currency',
      'dates.starts_at',
      'dates.ends_at',
      'dates.next_at',
      'dates.session_count',
      'dates.hours',
      'places.taken',
      'places.waiting',
      'mine.id as my_enrolment',
      'mine.seated_at as my_seat_since',
      'cancellation.cancelled_at',
      'cancellation.reason as cancelled_because'
    ]);
}

/** A workshop's sessions in order, each with its room, shown to whoever may see the workshop. */
export async function sessionsOf(tx: Tx, workshop: string) {
  const rows = await tx
    .selectFrom('workshop_sessions')
    .where('workshop_id', '=', workshop)
    .select(['id', 'starts_at', 'ends_at', 'room_id'])
    .orderBy('starts_at')
    .execute();
  return rows.map(({ id, starts_at, ends_at, room_id }) => ({
    id,
    startsAt: starts_at,
    endsAt: ends_at,
    room: room_id
  }));
}

/** That this person teaches a workshop now: a condition on `workshopsVisibleTo`. */
export const isTaughtNowBy = (trainer: string) => sql<boolean>`exists (
  select from workshop_trainers t where t.organisation_id = workshops.organisation_id and t.workshop_id = workshops.id
    and t.person_id = ${trainer} and t.left_at is null)`;

/** Who teaches a workshop now. */
export function trainersOf(tx: Tx, workshop: string) {
  return tx
    .selectFrom('workshop_trainers')
    .innerJoin('people', 'people.id', 'workshop_trainers.person_id')
    .where('workshop_id', '=', workshop)
    .where('workshop_trainers.left_at', 'is', null)
    .select(['people.id', 'people.name', 'people.language'])
    .orderBy('people.name')
    .execute();
}

/** The colleagues who may be named as trainers of a workshop. */
export function trainersIn(tx: Tx, person: Person) {
  return tx
    .selectFrom('memberships')
    .innerJoin('people', 'people.id', 'memberships.person_id')
    .where('memberships.organisation_id', '=', person.organisation.id)
    .where('memberships.role', '=', 'trainer')
    .where('memberships.until', 'is', null)
    .select(['people.id', 'people.name'])
    .orderBy('people.name')
    .execute();
}

/** Puts a workshop on the calendar. A repeat with the same id changes nothing. */
export async function scheduleWorkshop(
  tx: Tx,
  workshop: NewWorkshop,
  person: Person
): Promise<ScheduleRefusal | Clash | null> {
  const place = await placeOf(tx, workshop, person);
  if (typeof place === 'string') return place;
  const { trainers, room = null } = workshop;
  const sessions = inRooms(workshop.sessions, room);
  const refusal =
    refusalToSchedule({ sessions, ...place }) ??
    (await refusalOfRooms(tx, { sessions, seats: workshop.seats }, person)) ??
    (await refusalOfLine(tx, workshop, person));
  if (refusal) return refusal;
  if (!(await mayAllTrain(tx, workshop.trainers, dayIn(workshop.timeZone)))) return 'trainer-not-certified';
  await holdTimesOf(tx, [...sessions.map(({ room }) => room), ...trainers]);
  const clash = await clashOf(tx, { workshop: workshop.id, sessions, trainers });
  if (clash) return clash;
  const organisation_id = person.organisation.id;
  const added = await tx
    .insertInto('workshops')
    .values({
      organisation_id,
      id: workshop.id,
      title: workshop.title,
      aims: workshop.aims,
      kind: workshop.kind,
      line_id: workshop.line,
      room_id: room,
      venue: place.venue,
      online_link: place.onlineLink,
      by_invitation: workshop.byInvitation ?? false,
      language: workshop.language,
      also_in: (workshop.alsoIn ?? []).filter((language) => language !== workshop.language),
      time_zone: workshop.timeZone,
      seats: workshop.seats,
      scheduled_by: person.id,
      scheduled_at: now()
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!added) return null;

  const workshop_id = workshop.id;
  await addSessions(tx, { workshop: workshop_id, sessions }, person);
  if (workshop.trainers.length > 0) {
    await tx
      .insertInto('workshop_trainers')
      .values(workshop.trainers.map((person_id) => ({ organisation_id, workshop_id, person_id })))
      .execute();
  }
  await audit(tx, { action: 'workshop.scheduled', thing: { kind: 'workshop', id: workshop_id } });
  return null;
}

/** Writes a workshop's days, each in its room. */
export async function addSessions(
  tx: Tx,
  { workshop, sessions }: { workshop: string; sessions: Session[] },
  person: Person
): Promise<void> {
  await tx
    .insertInto('workshop_sessions')
    .values(
      sessions.map(({ id, startsAt, endsAt, room }) => ({
        organisation_id: person.organisation.id,
        id,
        workshop_id: workshop,
        starts_at: startsAt,
        ends_at: endsAt,
        room_id: room
      }))
    )
    .execute();
}

// A line whose grant does not run on these days could not pay for them later; better to hear it now.
export async function refusalOfLine(
  tx: Tx,
  { line, sessions, timeZone }: Pick<NewWorkshop, 'line' | 'sessions' | 'timeZone'>,
  person: Person
): Promise<'no-such-line' | 'outside-grant-period' | null> {
  if (!line) return null;
  const found = await linesVisibleTo(tx, person).where('budget_lines.id', '=', line).executeTakeFirst();
  if (!found) return 'no-such-line';
  const days = sessions.map(({ startsAt }) => dayIn(timeZone, startsAt));
  return days.every((day) => day >= found.starts_on && day <= found.ends_on) ? null : 'outside-grant-period';
}
