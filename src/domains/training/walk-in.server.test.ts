import { expect, test } from 'vitest';
import { moveClock, now } from '#platform/clock/index.ts';
import type { Person } from '#platform/access/index.ts';
import { newId } from '#platform/ids.ts';
import { sweepNow } from '#platform/jobs/index.server.ts';
import { openSetAside, pack, receive, toldOf } from '#platform/offline/index.server.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';
import type { SentWalkIn, Sheet } from './index.ts';
import {
  assembleTraining,
  cancelEnrolment,
  changeWorkshop,
  enrol,
  enrolmentsOf,
  inviteTo,
  linkWalkIn,
  markAttendance,
  peopleToLink,
  removeWalkIn,
  scheduleWorkshop,
  todayFor,
  trainingHoursOf,
  walkInsOf,
  workshopsVisibleTo
} from './index.server.ts';

const database = onDatabase();
const monday = new Date('2027-03-01T06:00Z');
const onDay = (number: number, hour = 0) =>
  new Date(monday.getTime() + number * 86_400_000 + hour * 3_600_000);

/** Three days of six hours in a valley, with one seat, which Amina has. */
async function valley() {
  moveClock(onDay(-2));
  const place = await village(database);
  const tom = await place.person('Tom', 'trainer');
  const amina = await place.person('Amina', 'supporter');
  const neema = await place.person('Neema', 'supporter');
  const hold = async (title: string, seats: number, attendee: Person, trainers = [tom.id]) => {
    const id = newId();
    const sessions = [0, 1, 2].map((at) => ({ id: newId(), startsAt: onDay(at), endsAt: onDay(at, 6) }));
    await place.as(tom, async (tx) => {
      const where = { venue: title, onlineLink: null, language: 'en', timeZone: 'Africa/Nairobi' };
      const what = { title, aims: 'To listen.', kind: 'other' as const, line: null };
      await scheduleWorkshop(tx, { id, ...what, ...where, seats, trainers, sessions }, tom);
      await enrol(tx, { id: newId(), workshop: id, attendee: attendee.id }, tom);
    });
    return { id, sessions };
  };
  const { id: workshop, sessions } = await hold('Listening', 1, amina);
  const sheets = async (person = tom): Promise<Sheet[]> => {
    const { parts } = await place.as(person, (tx) => pack(tx, { have: [], leaseToken: null }, person));
    const all = parts.find(({ name }) => name === 'attendance')!.data as Sheet[];
    return all.filter((sheet) => sheet.workshop === workshop);
  };
  const came = (day: number, more: Partial<SentWalkIn> = {}) => ({
    id: newId(),
    kind: 'walk-in',
    person: tom.id,
    madeAt: now().toISOString(),
    payload: {
      ...{ session: sessions[day]!.id, walkIn: newId(), person: null, presence: 'present' as const },
      ...{ name: 'Neema from the mill', contact: 'Mama Rehema', ...more }
    } satisfies SentWalkIn
  });
  const send = (sent: ReturnType<typeof came>) => place.as(tom, (tx) => receive(tx, sent, tom));
  const open = () => place.as(tom, (tx) => walkInsOf(tx, workshop));
  const link = (walkIn: string, attendee: Person) =>
    place.as(tom, (tx) => linkWalkIn(tx, { walkIn, attendee: attendee.id }, tom));
  const hoursOf = async (person: Person) =>
    (await place.as(person, (tx) => trainingHoursOf(tx, person.id)))[0]?.hours ?? 0;
  const counted = () =>
    place.as(tom, (tx) =>
      workshopsVisibleTo(tx, tom).where('workshops.id', '=', workshop).executeTakeFirstOrThrow()
    );
  const here = { tom, amina, neema, workshop, sessions };
  return { ...place, ...here, hold, sheets, came, send, open, link, hoursOf, counted };
}

test('who came without a seat is written down once, stands on every day’s sheet, and counts when somebody says who it was', async () => {
  const { as, tom, neema, workshop, came, send, sheets, open, link, hoursOf } = await valley();
  moveClock(onDay(3));
  const first = came(0);
  const { walkIn } = first.payload;
  const half = came(1, { walkIn, presence: 'partly', hours: 2.5 });
  for (const sent of [first, first, half]) expect(await send(sent)).toEqual({ outcome: 'done' });
  const rows = (await sheets()).map(({ walkIns }) => walkIns.map(({ name, hours }) => ({ name, hours })));
  const name = 'Neema from the mill';
  expect(rows).toEqual([[{ name, hours: 6 }], [{ name, hours: 2.5 }], [{ name, hours: null }]]);
  expect(JSON.stringify(await sheets())).not.toContain('Mama Rehema');
  expect(await open()).toMatchObject([{ id: walkIn, name, contact: 'Mama Rehema', writtenBy: 'Tom' }]);
  const linkable = await as(tom, (tx) => peopleToLink(tx, workshop, tom));
  expect(linkable.map(({ name }) => name)).toEqual(['Amina', 'Neema']);
  expect(await hoursOf(neema)).toBe(0);

  for (let again = 0; again < 2; again += 1) expect(await link(walkIn, neema)).toEqual({ otherwise: [] });
  expect(await hoursOf(neema)).toBe(8.5);
  expect(await open()).toEqual([]);
  expect((await sheets())[1]!.people).toMatchObject([{ name: 'Amina' }, { name: 'Neema', hours: 2.5 }]);
  expect((await database.owner.query('select from walk_in_names')).rowCount).toBe(0);
  const read = await database.owner.query(
    `select from audit_entries where action = 'walk-in-names.read' and actor_id = $1`,
    [tom.id]
  );
  expect(read.rowCount).toBeGreaterThan(0);
});

test('whoever came beyond the seats was there all the same: nobody else’s seat is touched, and no plan is refused for it', async () => {
  const { as, tom, amina, neema, workshop, came, send, link, counted, sessions } = await valley();
  moveClock(onDay(0, 7));
  const { payload, ...sent } = came(0);
  await send({ ...sent, payload });
  await link(payload.walkIn, neema);
  expect(await counted()).toMatchObject({ seats: 1, taken: 2, waiting: 0 });
  const listed = await as(tom, async (tx) => (await enrolmentsOf(tx, workshop)).map(({ name }) => name));
  expect(listed).toEqual(['Amina', 'Neema']);
  const change = {
    ...{ id: newId(), workshop, venue: 'The school', onlineLink: null, seats: 1, reason: 'The rain.' },
    sessions: sessions.slice(1)
  };
  expect(await as(tom, (tx) => changeWorkshop(tx, change, tom))).toBeNull();
  expect(await as(amina, (tx) => cancelEnrolment(tx, { workshop }, amina))).toBeNull();
  expect(await counted()).toMatchObject({ taken: 1 });
});

test('who waited for a seat, or was invited, is known at once; nobody takes a place beyond the seats for themself', async () => {
  const { as, person, tom, neema, workshop, came, send, sheets, open, hoursOf, counted } = await valley();
  const ida = await person('Ida', 'supporter');
  await as(neema, (tx) => enrol(tx, { id: newId(), workshop, waitingList: true }, neema));
  await as(tom, (tx) => inviteTo(tx, { workshop, people: [ida.id] }, tom));
  expect((await sheets())[0]!.others.map(({ name }) => name)).toEqual(['Neema', 'Ida']);
  moveClock(onDay(0, 7));
  for (const { id, name } of [neema, ida])
    expect(await send(came(0, { person: id, name, contact: '' }))).toEqual({ outcome: 'done' });
  expect([await hoursOf(neema), await hoursOf(ida)]).toEqual([6, 6]);
  expect(await open()).toEqual([]);
  expect(await counted()).toMatchObject({ taken: 3, waiting: 0 });
  expect((await sheets())[0]!.others).toEqual([]);

  const kim = await person('Kim', 'supporter');
  const { rows } = await database.owner.query('select id from walk_ins limit 1');
  const own = {
    ...{ organisation_id: kim.organisation.id, id: newId(), workshop_id: workshop, person_id: kim.id },
    ...{ asked_at: now(), seated_at: now(), walk_in_id: rows[0].id }
  };
  await expect(as(kim, (tx) => tx.insertInto('enrolments').values(own).execute())).rejects.toThrow(
    /row-level security/
  );
});

test('nobody is in two places: who has a seat elsewhere on that day stays written down until a sheet says they were not there', async () => {
  const { as, tom, neema, hold, came, send, open, link, hoursOf } = await valley();
  const other = await hold('Elsewhere', 5, neema, []);
  moveClock(onDay(3));
  const sent = came(0, { person: neema.id });
  expect(await send(sent)).toEqual({ outcome: 'done' });
  expect(await open()).toMatchObject([{ chosen: neema.id }]);
  expect(await link(sent.payload.walkIn, neema)).toBe('clash');
  const marks = [{ person: neema.id, presence: 'absent' as const }];
  await as(tom, (tx) => markAttendance(tx, { session: other.sessions[0]!.id, marks }, tom));
  expect(await link(sent.payload.walkIn, neema)).toEqual({ otherwise: [] });
  expect(await hoursOf(neema)).toBe(6);
});

test('what a sheet says already stays and is told; what comes late for somebody known by now counts', async () => {
  const { as, tom, amina, sessions, came, send, link, hoursOf } = await valley();
  moveClock(onDay(3));
  const marks = [{ person: amina.id, presence: 'partly' as const, hours: 2 }];
  await as(tom, (tx) => markAttendance(tx, { session: sessions[0]!.id, marks }, tom));
  const first = came(0, { name: 'Amina, I think' });
  const { walkIn } = first.payload;
  await send(first);
  await send(came(1, { walkIn }));
  expect(await link(walkIn, amina)).toEqual({ otherwise: [sessions[0]!.startsAt] });
  expect(await hoursOf(amina)).toBe(8);
  expect(await send(came(2, { walkIn }))).toEqual({ outcome: 'done' });
  // Her first day was marked otherwise by somebody else; her second by this device, which may put it right.
  expect(await send(came(1, { walkIn, presence: 'partly', hours: 1 }))).toEqual({ outcome: 'done' });
  expect(await hoursOf(amina)).toBe(9);
});

test('who was written down twice is removed and forgotten; what comes for them later stays on the device with words', async () => {
  const { as, tom, workshop, came, send, open, link, neema } = await valley();
  moveClock(onDay(3));
  const { payload, ...sent } = came(0);
  await send({ ...sent, payload });
  const today = () => as(tom, async (tx) => (await todayFor(tx, tom)).map(({ key }) => key));
  expect(await today()).toContain(`training.walk-ins.${workshop}`);
  const remove = () =>
    as(tom, (tx) => removeWalkIn(tx, { walkIn: payload.walkIn, as: 'written-twice' }, tom));
  expect([await remove(), await remove()]).toEqual([null, null]);
  expect(await open()).toEqual([]);
  expect(await today()).not.toContain(`training.walk-ins.${workshop}`);
  expect(await link(payload.walkIn, neema)).toBe('no-such-walk-in');
  expect(await send(came(1, { walkIn: payload.walkIn }))).toMatchObject({
    outcome: 'refused',
    words: expect.stringContaining('Neema from the mill')
  });
});

test('a day that has not begun, and hours that do not fit, stay on the device; who trains no more is read in words', async () => {
  const { as, person, tom, came, send } = await valley();
  moveClock(onDay(0, 7));
  expect(await send(came(1))).toMatchObject({ outcome: 'refused' });
  expect(await send(came(0, { presence: 'partly', hours: 9 }))).toMatchObject({ outcome: 'refused' });
  expect((await database.owner.query('select from walk_ins where written_by = $1', [tom.id])).rowCount).toBe(
    0
  );
  const cora = await person('Cora', 'coordinator');
  const sent = came(0);
  const noMore: Person = { ...tom, roles: ['supporter'] };
  expect(await as(tom, (tx) => receive(tx, sent, noMore))).toEqual({ outcome: 'set-aside' });
  expect(await as(cora, async (tx) => toldOf(tx, (await openSetAside(tx, sent.id))!))).toMatchObject([
    { label: 'Listening' },
    { label: 'Came without a seat: Neema from the mill', value: 'Present' },
    { label: 'How to reach them', value: 'Mama Rehema' }
  ]);
});

test('a name of which nobody says who it was is forgotten three months after the workshop, and no sooner', async () => {
  const { as, tom, workshop, came, send } = await valley();
  assembleTraining();
  moveClock(onDay(0, 7));
  expect(await send(came(0))).toMatchObject({ outcome: 'done' });
  const names = async () => (await as(tom, (tx) => walkInsOf(tx, workshop))).map(({ name }) => name);
  const lastDay = 2;
  moveClock(onDay(lastDay + 90, 5));
  await sweepNow(database.database, 'forget-walk-ins');
  expect(await names()).toEqual(['Neema from the mill']);
  moveClock(onDay(lastDay + 90, 7));
  await sweepNow(database.database, 'forget-walk-ins');
  expect(await names()).toEqual([]);
});
