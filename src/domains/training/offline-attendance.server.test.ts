import { expect, test } from 'vitest';
import type { Person } from '#platform/access/index.ts';
import { moveClock, now } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { openSetAside, pack, receive, toldOf } from '#platform/offline/index.server.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';
import type { SentSheet, Sheet } from './index.ts';
import { cancelEnrolment, changeTrainers, enrol, scheduleWorkshop, trainingHoursOf } from './index.server.ts';

const database = onDatabase();
const monday = new Date('2027-03-01T06:00Z');
const day = 24 * 60 * 60_000;
const onDay = (number: number, hours = 0) => new Date(monday.getTime() + number * day + hours * 60 * 60_000);

const daysFrom = (from: Date, until: Date) => Math.round((until.getTime() - from.getTime()) / day);

/** Twelve days of six hours, in a place without a signal. */
async function fortnight() {
  moveClock(onDay(-2));
  const place = await village(database);
  const tom = await place.person('Tom', 'trainer');
  const tessa = await place.person('Tessa', 'trainer');
  const [amina, baraka] = [
    await place.person('Amina', 'supporter'),
    await place.person('Baraka', 'supporter')
  ];
  const workshop = newId();
  const sessions = Array.from({ length: 12 }, (_, at) => ({
    id: newId(),
    startsAt: onDay(at),
    endsAt: onDay(at, 6)
  }));
  const seats = [amina, baraka].map((attendee) => ({ id: newId(), workshop, attendee: attendee.id }));
  await place.as(tom, async (tx) => {
    const where = { venue: 'The school', onlineLink: null, language: 'en', timeZone: 'Africa/Nairobi' };
    const what = { title: 'Training trainers', aims: 'To train.', kind: 'other' as const, line: null };
    await scheduleWorkshop(
      tx,
      { id: workshop, ...what, ...where, seats: 9, trainers: [tom.id], sessions },
      tom
    );
    for (const seat of seats) await enrol(tx, seat, tom);
  });
  const packed = (person: Person) =>
    place.as(person, (tx) => pack(tx, { have: [], leaseToken: null }, person));
  const sheets = async (person = tom) =>
    (await packed(person)).parts.find(({ name }) => name === 'attendance')!.data as Sheet[];
  const sheet = (at: number, marks: SentSheet['marks'], by: Person = tom) => ({
    id: newId(),
    kind: 'attendance',
    person: by.id,
    madeAt: now().toISOString(),
    payload: { session: sessions[at]!.id, marks } satisfies SentSheet
  });
  const send = (sent: ReturnType<typeof sheet>, by: Person = tom) =>
    place.as(by, (tx) => receive(tx, sent, by));
  return { ...place, tom, tessa, amina, baraka, workshop, packed, sheets, sheet, send };
}

test('before a fortnight, a device takes all its sheets along, and opens until it is over', async () => {
  const { tom, tessa, amina, packed, sheets } = await fortnight();
  expect(await sheets()).toHaveLength(12);
  const heldUntil = async (person: Person) => new Date((await packed(person)).lease.until);
  for (const away of [tom, amina]) expect(await heldUntil(away)).toEqual(onDay(11 + 3, 6));
  // Who neither teaches nor learns in it has no need of that.
  expect(daysFrom(onDay(-2), await heldUntil(tessa))).toBe(3);
  // A device that comes back late is still asked for the first day.
  moveClock(onDay(20));
  expect(await sheets()).toHaveLength(12);
  expect(daysFrom(onDay(20), await heldUntil(tom))).toBe(3);
});

test('whoever no longer teaches it keeps no device open for it', async () => {
  const { as, tom, tessa, workshop, packed } = await fortnight();
  const heldFor = async (person: Person) => daysFrom(onDay(-2), new Date((await packed(person)).lease.until));
  await as(tom, (tx) => changeTrainers(tx, { workshop, trainers: [tessa.id] }, tom));
  expect(await heldFor(tom)).toBe(3);
  expect(await heldFor(tessa)).toBeGreaterThan(13);
});

test('a sheet comes a fortnight late, twice, with the hours of who left early', async () => {
  const { as, amina, baraka, sheet, send, sheets } = await fortnight();
  moveClock(onDay(14));
  const sent = sheet(0, [
    { person: amina.id, presence: 'present', before: null },
    { person: baraka.id, presence: 'partly', hours: 2.5, before: null }
  ]);
  expect([await send(sent), await send(sent)]).toEqual([{ outcome: 'done' }, { outcome: 'done' }]);
  const hoursOf = (person: Person) => as(person, (tx) => trainingHoursOf(tx, person.id));
  expect(await hoursOf(amina)).toEqual([{ kind: 'other', hours: 6 }]);
  expect(await hoursOf(baraka)).toEqual([{ kind: 'other', hours: 2.5 }]);
  expect((await sheets())[0]!.people).toMatchObject([
    { name: 'Amina', presence: 'present' },
    { name: 'Baraka', presence: 'partly', hours: 2.5 }
  ]);
});

test('two trainers mark the same day: nobody is written over, nobody else is held up, and the words name who', async () => {
  const { tessa, amina, baraka, sheet, send, sheets } = await fortnight();
  moveClock(onDay(14));
  await send(sheet(0, [{ person: amina.id, presence: 'absent', before: null }], tessa), tessa);
  const mine = sheet(0, [
    { person: amina.id, presence: 'present', before: null },
    { person: baraka.id, presence: 'present', before: null }
  ]);
  const answer = await send(mine);
  expect(answer).toMatchObject({ outcome: 'refused', words: expect.stringContaining('Amina') });
  expect(answer).toMatchObject({ words: expect.not.stringContaining('Baraka') });
  const presences = async () => (await sheets())[0]!.people.map(({ presence }) => presence);
  expect(await presences()).toEqual(['absent', 'present']);
  // Having seen what stands there, the trainer may say otherwise.
  const seen = sheet(0, [{ person: amina.id, presence: 'present', before: 'absent', hoursBefore: 0 }]);
  expect(await send(seen)).toEqual({ outcome: 'done' });
  expect(await presences()).toEqual(['present', 'present']);
  expect(await send(mine)).toEqual({ outcome: 'done' });
});

test('who gave up their seat meanwhile keeps nobody else off the sheet', async () => {
  const { as, amina, baraka, workshop, sheet, send, sheets } = await fortnight();
  await as(amina, (tx) => cancelEnrolment(tx, { workshop }, amina));
  moveClock(onDay(14));
  const marks: SentSheet['marks'] = [amina, baraka].map(({ id }) => ({
    person: id,
    presence: 'present',
    before: null
  }));
  expect(await send(sheet(0, marks))).toMatchObject({
    outcome: 'refused',
    words: expect.stringMatching(/No seat.*Amina/)
  });
  expect((await sheets())[0]!.people).toMatchObject([{ name: 'Baraka', presence: 'present' }]);
});

test('a sheet of somebody who trains no more is read in words, to be entered by hand', async () => {
  const { as, tom, amina, baraka, person, sheet } = await fortnight();
  const cora = await person('Cora', 'coordinator');
  const sent = sheet(0, [
    { person: amina.id, presence: 'present', before: null },
    { person: baraka.id, presence: 'partly', hours: 2.5, before: null }
  ]);
  const noMore: Person = { ...tom, roles: ['supporter'] };
  expect(await as(tom, (tx) => receive(tx, sent, noMore))).toEqual({ outcome: 'set-aside' });
  const told = await as(cora, async (tx) => toldOf(tx, (await openSetAside(tx, sent.id))!));
  expect(told).toMatchObject([
    { label: 'Training trainers' },
    { label: 'Amina', value: 'Present' },
    { label: 'Baraka', value: 'Partly · 2.5 h' }
  ]);
});
