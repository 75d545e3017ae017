/** Trainings of the past and who was there, from attendance lists: one row is one person on one day. */
import { sql } from 'kysely';
import { Temporal } from 'temporal-polyfill';
import { peopleVisibleTo, signInAddressesOf } from '#domains/people/index.server.ts';
import { m } from '#messages';
import type { Person } from '#platform/access/index.ts';
import { dayIn, now, type Day } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';
import type { ApplyContext, NumberedRow, UndoRefusal } from '#platform/imports/index.ts';
import { madeBy, type ImportKind } from '#platform/imports/index.server.ts';
import { attendanceColumns, type AttendanceRow } from './attendance-list.ts';
import { originIn, originKeys } from './attendance-origin.ts';
import { markAttendance, marksOf } from './attendance.server.ts';
import { enrol } from './enrolment.server.ts';
import { enrolmentRefusals } from './enrolment.ts';
import { numbersKnown, originColumns } from './numbers-known.server.ts';
import { scheduleWorkshop, sessionsOf } from './workshop.server.ts';

export const trainingImport: ImportKind<AttendanceRow> = {
  kind: 'trainings',
  label: m.training_import_label,
  about: m.training_import_about,
  permission: 'attendance.mark',
  columns: attendanceColumns,
  key: ({ title, day, person }) => JSON.stringify([folded(title), day, folded(person)]),
  otherKeys: (row) => originKeys(originIn(row), { day: row.day, name: folded(row.person) }),
  existing: attendedBefore,
  check: checkTogether,
  apply: writeDown,
  undo: takeBack
};

const folded = (text: string) => text.toLocaleLowerCase().normalize('NFKC');

async function attendedBefore(tx: Tx, keys: string[], person: Person): Promise<Set<string>> {
  const wanted = new Set(keys);
  const rows = await tx
    .selectFrom('current_attendances as attendance')
    .innerJoin('workshops', 'workshops.id', 'attendance.workshop_id')
    .innerJoin('workshop_sessions as session', 'session.id', 'attendance.session_id')
    .innerJoin('people', 'people.id', 'attendance.person_id')
    .leftJoin('attendance_origins as origin', (join) =>
      join
        .onRef('origin.session_id', '=', 'attendance.session_id')
        .onRef('origin.person_id', '=', 'attendance.person_id')
    )
    .where('attendance.presence', '<>', 'absent')
    .select(['workshops.title', 'session.starts_at', 'people.name', ...originColumns])
    .execute();
  const known = rows.flatMap(({ title, starts_at, name, ...origin }) => {
    const day = dayIn(person.organisation.timeZone, starts_at);
    return [
      JSON.stringify([folded(title), day, folded(name)]),
      ...originKeys(origin, { day, name: folded(name) })
    ];
  });
  return new Set(known.filter((key) => wanted.has(key)));
}

type Complaint = { row: number; column: keyof AttendanceRow; value: string; why: string };

async function checkTogether(
  tx: Tx,
  rows: NumberedRow<AttendanceRow>[],
  person: Person
): Promise<Complaint[]> {
  const numbers = await numbersKnown(tx);
  const attendeesIn = await attendeeFinder(tx, person, rows, numbers);
  const busy = await busyDays(tx, person);
  const today = dayIn(person.organisation.timeZone);
  const titleOn = new Map<string, string>();
  return rows.flatMap(({ number, row }): Complaint[] => {
    const complaints: Complaint[] = [];
    const complain = (column: keyof AttendanceRow, why: string) =>
      complaints.push({ row: number, column, value: String(row[column] ?? ''), why });
    const namesakes = attendeesIn(row);
    if (row.result === 'not-done') complain('result', m.training_import_not_done());
    if (namesakes.length === 0) complain('person', m.training_import_unknown_person());
    if (namesakes.length > 1) complain('person', m.training_import_ambiguous_person());
    if (row.day >= today) complain('day', m.training_import_not_past());
    const attendee = namesakes.length === 1 ? namesakes[0]! : null;
    if (attendee && !numbers.claimEmployee(row, attendee))
      complain('employee', m.training_import_employee_other());
    if (attendee && !numbers.claimCertificate(row, attendee))
      complain('certificate', m.training_import_certificate_other());
    const somebodysDay = `${namesakes[0]} ${row.day}`;
    const earlier = titleOn.get(somebodysDay);
    if (attendee && earlier === folded(row.title))
      complain('person', enrolmentRefusals['already-enrolled']());
    else if (earlier !== undefined || busy.has(somebodysDay)) complain('day', enrolmentRefusals.clash());
    titleOn.set(somebodysDay, earlier ?? folded(row.title));
    return complaints;
  });
}

async function colleaguesByName(tx: Tx, person: Person): Promise<Map<string, string[]>> {
  const colleagues = await peopleVisibleTo(tx, person).where('people.kind', '=', 'staff').execute();
  const named = new Map<string, string[]>();
  for (const { id, name } of colleagues) named.set(folded(name), [...(named.get(folded(name)) ?? []), id]);
  return named;
}

/** Whom a row means: by an address we know, else by name, else by a number that somebody came with before. */
async function attendeeFinder(
  tx: Tx,
  person: Person,
  rows: NumberedRow<AttendanceRow>[],
  numbers: Awaited<ReturnType<typeof numbersKnown>>
): Promise<(row: AttendanceRow) => string[]> {
  const byName = await colleaguesByName(tx, person);
  const byAddress = new Map(
    [...(await signInAddressesOf(tx))].flatMap(([id, addresses]) =>
      addresses.map((address) => [address, id] as const)
    )
  );
  const named = ({ person: name, email }: AttendanceRow) => {
    const addressed = email === null ? undefined : byAddress.get(email);
    return addressed ? [addressed] : (byName.get(folded(name)) ?? []);
  };
  for (const { row } of rows) {
    const [only, ...others] = named(row);
    if (only && others.length === 0) numbers.claimEmployee(row, only);
  }
  return (row) => {
    const found = named(row);
    const owner = numbers.ownerOf(row);
    return found.length !== 1 && owner ? [owner] : found;
  };
}

async function busyDays(tx: Tx, person: Person): Promise<Set<string>> {
  const rows = await tx
    .selectFrom('enrolments')
    .innerJoin('workshop_sessions as session', 'session.workshop_id', 'enrolments.workshop_id')
    .where('enrolments.cancelled_at', 'is', null)
    .select(['enrolments.person_id', 'session.starts_at'])
    .execute();
  return new Set(
    rows.map(({ person_id, starts_at }) => `${person_id} ${dayIn(person.organisation.timeZone, starts_at)}`)
  );
}

async function writeDown(
  tx: Tx,
  rows: NumberedRow<AttendanceRow>[],
  { person, made, progress }: ApplyContext<Person>
): Promise<void> {
  const attendeesIn = await attendeeFinder(tx, person, rows, await numbersKnown(tx));
  let done = 0;
  for (const group of Map.groupBy(rows, ({ row }) => folded(row.title)).values()) {
    const attended = group.map(({ row }) => ({ ...row, attendee: attendeesIn(row)[0]! }));
    await made([{ kind: 'workshop', id: await writeWorkshop(tx, attended, person) }]);
    await progress((done += group.length));
  }
}

type Attended = AttendanceRow & { attendee: string };

async function writeWorkshop(tx: Tx, attended: Attended[], person: Person): Promise<string> {
  const id = newId();
  const days = Map.groupBy(attended, ({ day }) => day);
  const attendees = [...new Set(attended.map(({ attendee }) => attendee))];
  const { language } = await tx
    .selectFrom('organisations')
    .where('id', '=', person.organisation.id)
    .select('language')
    .executeTakeFirstOrThrow();
  const sessions = [...days].map(([day, there]) => ({
    id: newId(),
    day,
    there,
    ...spanOf(day, Math.max(...there.map(({ hours }) => hours)), person)
  }));
  mustBeDone(
    await scheduleWorkshop(
      tx,
      {
        id,
        title: attended[0]!.title,
        aims: m.training_import_aims(),
        kind: attended.find(({ kind }) => kind)?.kind ?? 'other',
        line: null,
        venue: attended.find(({ venue }) => venue)?.venue ?? m.training_import_venue_unknown(),
        onlineLink: null,
        language,
        timeZone: person.organisation.timeZone,
        seats: attendees.length,
        trainers: [],
        sessions
      },
      person
    )
  );
  for (const attendee of attendees)
    mustBeDone(await enrol(tx, { id: newId(), workshop: id, attendee }, person));
  for (const { id: session, there, startsAt, endsAt } of sessions) {
    const whole = (endsAt.getTime() - startsAt.getTime()) / 3_600_000;
    const marks = there.map(({ attendee, hours }) =>
      hours < whole
        ? { person: attendee, presence: 'partly' as const, hours }
        : { person: attendee, presence: 'present' as const }
    );
    mustBeDone(await markAttendance(tx, { session, marks }, person));
    await keepOrigins(tx, session, there, person);
  }
  return id;
}

async function keepOrigins(tx: Tx, session: string, there: Attended[], person: Person): Promise<void> {
  const told = there
    .filter((row) => Object.values(originIn(row)).some((word) => word !== null))
    .map(({ attendee, ...row }) => ({
      organisation_id: person.organisation.id,
      id: newId(),
      session_id: session,
      person_id: attendee,
      employee_number: row.employee,
      provider: row.provider,
      course_code: row.code,
      score: row.score,
      certificate_number: row.certificate
    }));
  if (told.length > 0) await tx.insertInto('attendance_origins').values(told).execute();
}

// A list says how long, never when; eight in the morning leaves room for the longest day.
function spanOf(day: Day, hours: number, { organisation }: Person) {
  const begins = Temporal.PlainDate.from(day).toZonedDateTime({
    timeZone: organisation.timeZone,
    plainTime: '08:00'
  }).epochMilliseconds;
  return { startsAt: new Date(begins), endsAt: new Date(begins + hours * 3_600_000) };
}

function mustBeDone(refusal: string | object | null): void {
  if (refusal) throw new Error(`A checked row was refused: ${JSON.stringify(refusal)}.`);
}

// Attendance is never erased: everybody is marked absent, which takes the hours away, and gives back their place.
async function takeBack(tx: Tx, importId: string, person: Person): Promise<UndoRefusal | null> {
  const changed = await markedSince(tx, importId);
  if (changed.length > 0) return { why: m.training_import_undo_changed, which: changed };
  const workshops = await madeBy(tx, importId, 'workshop').execute();
  for (const { id } of workshops) {
    const marks = await marksOf(tx, id);
    for (const session of await sessionsOf(tx, id)) {
      const there = marks.filter((mark) => mark.session === session.id);
      const absent = there.map((mark) => ({ person: mark.person, presence: 'absent' as const }));
      mustBeDone(await markAttendance(tx, { session: session.id, marks: absent }, person));
    }
    await tx
      .updateTable('enrolments')
      .set({ cancelled_at: now(), cancelled_by: sql`current_person()` })
      .where('workshop_id', '=', id)
      .where('cancelled_at', 'is', null)
      .execute();
  }
  return null;
}

/** Whose attendance somebody has put right since, and where: their work must not be written over. */
async function markedSince(tx: Tx, importId: string): Promise<string[]> {
  const later = await tx
    .selectFrom('attendances')
    .innerJoin('workshops', 'workshops.id', 'attendances.workshop_id')
    .innerJoin('people', 'people.id', 'attendances.person_id')
    .where('attendances.workshop_id', 'in', madeBy(tx, importId, 'workshop'))
    .where(
      'attendances.marked_at',
      '>',
      tx.selectFrom('import_runs').where('import_id', '=', importId).select('ended_at')
    )
    .select(['people.name', 'workshops.title'])
    .distinct()
    .orderBy('people.name')
    .execute();
  return later.map(({ name, title }) => `${name} · ${title}`);
}
