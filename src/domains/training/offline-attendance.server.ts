/** Attendance without a signal: the sheets a trainer's device takes along, and those it sends back. */
import { can, type Person } from '#platform/access/index.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { defineFieldKind, defineFieldPart } from '#platform/offline/index.server.ts';
import { formatList } from '#platform/languages/format.ts';
import { m } from '#messages';
import { attendanceRefusals } from './attendance.ts';
import { markAttendance, marksOf } from './attendance.server.ts';
import { enrolmentsOf } from './enrolment.server.ts';
import { markedOtherwise, sentSheet, type SentSheet, type Sheet } from './offline-attendance.ts';
import { wordsOfRoom } from './room.ts';
import { hoursOf } from './workshop.ts';

// A sheet may come late, and is taken along in time; further ahead the list of people still changes.
const daysBack = 7;
const daysAhead = 14;

export function assembleOfflineAttendance(): void {
  defineFieldPart('attendance', sheetsFor);
  defineFieldKind({ kind: 'attendance', permission: 'attendance.mark', payload: sentSheet, run: takeSheet });
}

/** The sheets near today that this person may mark. Null for somebody whose work it is not. */
async function sheetsFor(tx: Tx, person: Person): Promise<Sheet[] | null> {
  if (!can(person, 'attendance.mark')) return null;
  const sheets: Sheet[] = [];
  for (const session of await sessionsNear(tx, person)) {
    const marks = new Map(
      (await marksOf(tx, session.workshop))
        .filter((mark) => mark.session === session.id)
        .map((mark) => [mark.person, mark])
    );
    const seated = (await enrolmentsOf(tx, session.workshop)).filter(({ seated_at }) => seated_at);
    sheets.push({
      session: session.id,
      title: session.title,
      startsAt: session.startsAt.toISOString(),
      hours: hoursOf(session),
      timeZone: session.timeZone,
      room: session.room && wordsOfRoom({ name: session.room, venue: session.venue }),
      people: seated.map(({ person_id, name }) => ({
        id: person_id,
        name,
        presence: marks.get(person_id)?.presence ?? null,
        hours: marks.get(person_id)?.hours ?? null
      }))
    });
  }
  return sheets;
}

async function takeSheet(
  tx: Tx,
  { payload }: { payload: SentSheet },
  person: Person
): Promise<string | null> {
  const otherwise = markedOtherwise(payload.marks, await marksOfSession(tx, payload.session));
  if (otherwise.length > 0)
    return m.training_refusal_marked_otherwise({ names: await namesOf(tx, otherwise) });
  const refusal = await markAttendance(tx, payload, person);
  return refusal && attendanceRefusals[refusal]();
}

async function marksOfSession(tx: Tx, session: string) {
  const row = await tx
    .selectFrom('workshop_sessions')
    .where('id', '=', session)
    .select('workshop_id')
    .executeTakeFirst();
  return row ? (await marksOf(tx, row.workshop_id)).filter((mark) => mark.session === session) : [];
}

async function namesOf(tx: Tx, people: string[]): Promise<string> {
  const rows = await tx
    .selectFrom('people')
    .where('id', 'in', people)
    .select('name')
    .orderBy('name')
    .execute();
  return formatList(rows.map(({ name }) => name));
}

function sessionsNear(tx: Tx, person: Person) {
  const days = (count: number) => new Date(now().getTime() + count * 24 * 60 * 60_000);
  return tx
    .selectFrom('workshop_sessions as session')
    .innerJoin('workshops', (join) =>
      join
        .onRef('workshops.organisation_id', '=', 'session.organisation_id')
        .onRef('workshops.id', '=', 'session.workshop_id')
    )
    .leftJoin('rooms', (join) =>
      join
        .onRef('rooms.organisation_id', '=', 'session.organisation_id')
        .onRef('rooms.id', '=', 'session.room_id')
    )
    .leftJoin('venues', (join) =>
      join
        .onRef('venues.organisation_id', '=', 'rooms.organisation_id')
        .onRef('venues.id', '=', 'rooms.venue_id')
    )
    .where('session.organisation_id', '=', person.organisation.id)
    .where('session.starts_at', '>', days(-daysBack))
    .where('session.starts_at', '<', days(daysAhead))
    .select([
      'session.id',
      'session.workshop_id as workshop',
      'session.starts_at as startsAt',
      'session.ends_at as endsAt',
      'workshops.title',
      'workshops.time_zone as timeZone',
      'rooms.name as room',
      'venues.name as venue'
    ])
    .orderBy('session.starts_at')
    .execute();
}
