/** Attendance without a signal: the sheets a trainer's device takes along, and those it sends back. */
import { can, type Person } from '#platform/access/index.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { defineFieldKind, defineFieldPart, type Told } from '#platform/offline/index.server.ts';
import { formatList, formatTime } from '#platform/languages/format.ts';
import { m } from '#messages';
import { attendanceRefusals, markInWords } from './attendance.ts';
import { markAttendance, marksOf } from './attendance.server.ts';
import { enrolmentsOf, peopleSeatedIn, seatedAmong } from './enrolment.server.ts';
import { invitationsOf } from './invitation.server.ts';
import { sentSheet, sortMarks, type SentSheet, type Sheet, type Sorted } from './offline-attendance.ts';
import { wordsOfRoom } from './room.ts';
import { walkInsOf } from './walk-in.server.ts';
import { hoursOf } from './workshop.ts';
import { isTaughtNowBy, workshopsVisibleTo } from './workshop.server.ts';

// A sheet may come late, and is taken along in time; further ahead the list of people still changes.
const daysBack = 14;
const daysAhead = 14;
// Whoever goes far leaves before it begins.
const daysOnTheWay = 3;

export function assembleOfflineAttendance(): void {
  defineFieldPart('attendance', sheetsFor, workshopUnderWay);
  defineFieldKind({
    kind: 'attendance',
    permission: 'attendance.mark',
    payload: sentSheet,
    title: m.training_field_sheets,
    inWords: sheetInWords,
    run: takeSheet
  });
}

/** All sheets of the workshops near today that this person may mark. Null for somebody whose work it is not. */
async function sheetsFor(tx: Tx, person: Person): Promise<Sheet[] | null> {
  if (!can(person, 'attendance.mark')) return null;
  const sessions = await sessionsNear(tx, person);
  const lists = new Map<string, Awaited<ReturnType<typeof everybodyOf>>>();
  for (const { workshop } of sessions)
    if (!lists.has(workshop)) lists.set(workshop, await everybodyOf(tx, workshop));
  return sessions.map((session) => {
    const { marks, seated, walkIns, others } = lists.get(session.workshop)!;
    const marked = new Map(
      marks.filter((mark) => mark.session === session.id).map((mark) => [mark.person, mark])
    );
    return {
      session: session.id,
      workshop: session.workshop,
      title: session.title,
      startsAt: session.startsAt.toISOString(),
      hours: hoursOf(session),
      timeZone: session.timeZone,
      room: session.room && wordsOfRoom({ name: session.room, venue: session.venue }),
      people: seated.map(({ person_id, name }) => ({
        id: person_id,
        name,
        presence: marked.get(person_id)?.presence ?? null,
        hours: marked.get(person_id)?.hours ?? null
      })),
      walkIns: walkIns.map(({ id, name, marks }) => {
        const mark = marks.find((one) => one.session === session.id);
        return { id, name, presence: mark?.presence ?? null, hours: mark?.hours ?? null };
      }),
      others
    };
  });
}

/** Everybody a trainer may meet in a workshop: with a seat, without one, and those who wait for one or were invited. */
async function everybodyOf(tx: Tx, workshop: string) {
  const listed = await enrolmentsOf(tx, workshop);
  const seated = seatedAmong(listed);
  const seats = new Set(seated.map(({ person_id }) => person_id));
  const asked = [...listed, ...(await invitationsOf(tx, workshop))];
  const others = new Map(
    asked.filter(({ person_id }) => !seats.has(person_id)).map(({ person_id, name }) => [person_id, name])
  );
  return {
    seated,
    marks: await marksOf(tx, workshop),
    walkIns: await walkInsOf(tx, workshop),
    others: [...others].map(([id, name]) => ({ id, name }))
  };
}

/** Writes what can be written; the words say of whom the rest is, and it stays on the device. */
export async function takeSheet(
  tx: Tx,
  { payload: { session: id, marks } }: { payload: SentSheet },
  person: Person
): Promise<string | null> {
  const session = await tx
    .selectFrom('workshop_sessions')
    .where('id', '=', id)
    .select(['workshop_id as workshop', 'starts_at as startsAt', 'ends_at as endsAt'])
    .executeTakeFirst();
  if (!session) return attendanceRefusals['no-such-session']();
  const seated = await peopleSeatedIn(tx, session.workshop);
  const sorted = sortMarks(marks, {
    session,
    seated: seated.map(({ person_id }) => person_id),
    current: (await marksOf(tx, session.workshop)).filter((mark) => mark.session === id)
  });
  const refusal = await markAttendance(tx, { session: id, marks: sorted.written }, person);
  return refusal ? attendanceRefusals[refusal]() : wordsOn(tx, sorted);
}

async function wordsOn(tx: Tx, { otherwise, noSeat, wrongHours }: Sorted): Promise<string | null> {
  const about = [
    { people: otherwise, words: m.training_field_refusal_otherwise },
    { people: noSeat, words: m.training_field_refusal_no_seat },
    { people: wrongHours, words: m.training_field_refusal_hours }
  ].filter(({ people }) => people.length > 0);
  const said: string[] = [];
  for (const { people, words } of about) {
    const names = await namesOf(tx, people);
    // Whoever had their record erased meanwhile has no name, and nothing to be kept.
    if (names) said.push(words({ names }));
  }
  return said.length > 0 ? [...said, m.training_field_refusal_rest()].join(' ') : null;
}

async function namesOf(tx: Tx, people: string[]): Promise<string> {
  return formatList((await namedIn(tx, people)).map(({ name }) => name));
}

function namedIn(tx: Tx, people: string[]) {
  return tx.selectFrom('people').where('id', 'in', people).select(['id', 'name']).orderBy('name').execute();
}

/** What a sheet says, for who enters it by hand: the day, then who was there. */
async function sheetInWords(tx: Tx, { session, marks }: SentSheet): Promise<Told[]> {
  const names = await namedIn(
    tx,
    marks.map(({ person }) => person)
  );
  return [
    ...(await dayInWords(tx, session)),
    ...names.map(({ id, name }) => ({
      label: name,
      value: markInWords(marks.find(({ person }) => person === id)!)
    }))
  ];
}

/** Which workshop and when; nothing where there is no such day. */
export async function dayInWords(tx: Tx, session: string): Promise<Told[]> {
  const day = await tx
    .selectFrom('workshop_sessions')
    .innerJoin('workshops', 'workshops.id', 'workshop_sessions.workshop_id')
    .where('workshop_sessions.id', '=', session)
    .select(['workshops.title', 'workshops.time_zone', 'workshop_sessions.starts_at'])
    .executeTakeFirst();
  return day ? [{ label: day.title, value: formatTime(day.starts_at, day.time_zone) }] : [];
}

/** The end of the workshop that somebody teaches or learns in, now or soon: until then their device opens without a signal. */
async function workshopUnderWay(tx: Tx, person: Person): Promise<Date | null> {
  const [last] = await workshopsVisibleTo(tx, person)
    .where('cancellation.cancelled_at', 'is', null)
    .where('dates.starts_at', '<', daysFromNow(daysOnTheWay))
    .where('dates.ends_at', '>', now())
    .where(({ or, eb }) => or([eb('mine.seated_at', 'is not', null), isTaughtNowBy(person.id)]))
    .orderBy('dates.ends_at', 'desc')
    .limit(1)
    .execute();
  return last?.ends_at ?? null;
}

const daysFromNow = (count: number) => new Date(now().getTime() + count * 24 * 60 * 60_000);

async function sessionsNear(tx: Tx, person: Person) {
  // Every day of a workshop that is near: a fortnight's first sheet may come last.
  const near = await workshopsVisibleTo(tx, person)
    .where('dates.starts_at', '<', daysFromNow(daysAhead))
    .where('dates.ends_at', '>', daysFromNow(-daysBack))
    .execute();
  if (near.length === 0) return [];
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
    .where(
      'session.workshop_id',
      'in',
      near.map(({ id }) => id)
    )
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
