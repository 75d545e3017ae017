import ICAL from 'ical.js';
import { expect, test } from 'vitest';
import type { Person } from '#platform/access/index.ts';
import { moveClock } from '#platform/clock/index.ts';
import { speakAs } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';
import { sweepNow } from '#platform/jobs/index.server.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';
import { aWorkshop } from '#platform/testing/workshop.ts';
import {
  calendarByFeed,
  cancelEnrolment,
  cancelWorkshop,
  changeWorkshop,
  addRoom,
  addVenue,
  closeFeed,
  enrol,
  openFeed,
  scheduleWorkshop
} from './index.server.ts';
import type { Session } from './index.ts';

const database = onDatabase();
const at = (text: string) => new Date(`${text}Z`);

type Seen = { uid: unknown; sequence: unknown; start: string; status: unknown };

/** Cora runs a workshop on the first and second of June, Tatu teaches, Amina has a seat and subscribes. It is May. */
async function subscribed() {
  moveClock(at('2026-05-01T08:00'));
  const place = await village(database);
  const { as } = place;
  const cora = await place.person('Cora', 'coordinator');
  const tatu = await place.person('Tatu', 'trainer');
  const amina = await place.person('Amina', 'supporter');
  const workshop = newId();
  const first = { id: newId(), startsAt: at('2026-06-01T06:00'), endsAt: at('2026-06-01T13:00') };
  const second = { id: newId(), startsAt: at('2026-06-02T06:00'), endsAt: at('2026-06-02T10:00') };
  const where = { venue: 'The library', onlineLink: null, seats: 5 };
  await as(cora, (tx) =>
    scheduleWorkshop(
      tx,
      aWorkshop({
        id: workshop,
        trainers: [tatu.id],
        ...where,
        sessions: [first, second]
      }),
      cora
    )
  );
  const seat = () => as(amina, (tx) => enrol(tx, { id: newId(), workshop }, amina));
  await seat();
  const address = (person: Person) => as(person, (tx) => openFeed(tx, newId(), person));
  const get = (address: string | null) => {
    const token = address!.split('/').at(-1)!;
    return speakAs(
      database.database,
      { visitor: true, organisation: place.organisation, token },
      calendarByFeed
    );
  };
  const move = (sessions: Session[] = [first, second]) =>
    as(cora, (tx) =>
      changeWorkshop(tx, { id: newId(), workshop, ...where, sessions, reason: 'The room' }, cora)
    );
  const mails = () =>
    place.asSystem((tx) => tx.selectFrom('outgoing_mails').selectAll().orderBy('written_at').execute());
  return { place, cora, tatu, amina, workshop, first, second, seat, address, get, move, mails };
}

// What a subscriber holds: of each UID the telling with the highest sequence.
function seenIn(file: string | null): Seen[] {
  return new ICAL.Component(ICAL.parse(file!) as unknown[]).getAllSubcomponents('vevent').map((event) => ({
    uid: event.getFirstPropertyValue('uid'),
    sequence: event.getFirstPropertyValue('sequence'),
    start: String(event.getFirstPropertyValue('dtstart')),
    status: event.getFirstPropertyValue('status')
  }));
}

test('a workshop that moves, moves in the calendar of whoever subscribed: the same day, told anew', async () => {
  const { tatu, amina, first, second, address, get, move } = await subscribed();
  const mine = await address(amina);
  const before = seenIn(await get(mine));
  expect(before).toMatchObject([
    { sequence: 0, start: '2026-06-01T09:00:00', status: 'CONFIRMED' },
    { sequence: 0, start: '2026-06-02T09:00:00', status: 'CONFIRMED' }
  ]);
  expect(await get(mine)).not.toContain('Listening');
  expect(await get(mine)).toBe(await get(mine));
  moveClock(at('2026-05-02T08:00'));
  const later = { id: first.id, startsAt: at('2026-06-08T06:00'), endsAt: at('2026-06-08T13:00') };
  expect(await move([second, later])).toBeNull();
  const after = seenIn(await get(mine));
  expect(after).toMatchObject([
    { uid: before[1]!.uid, sequence: 1, start: '2026-06-02T09:00:00' },
    { uid: before[0]!.uid, sequence: 1, start: '2026-06-08T09:00:00', status: 'CONFIRMED' }
  ]);
  expect(seenIn(await get(await address(tatu)))).toHaveLength(2);
});

test('what is off is still told as cancelled, for ninety days: a day, a seat given back, the workshop', async () => {
  const { place, cora, amina, workshop, first, second, seat, address, get, move } = await subscribed();
  const mine = await address(amina);
  await move([first]);
  expect(seenIn(await get(mine)).map(({ status }) => status)).toEqual(['CONFIRMED', 'CANCELLED']);
  await move([first, { ...second, id: newId() }]);
  await place.as(amina, (tx) => cancelEnrolment(tx, { workshop }, amina));
  const gone = seenIn(await get(mine));
  expect(new Set(gone.map(({ status }) => status))).toEqual(new Set(['CANCELLED']));
  await seat();
  const back = seenIn(await get(mine));
  expect(back.filter(({ status }) => status === 'CONFIRMED')).toHaveLength(2);
  expect(Number(back[0]!.sequence)).toBeGreaterThan(Number(gone[0]!.sequence));
  await place.as(cora, (tx) => cancelWorkshop(tx, { workshop, reason: 'Floods' }, cora));
  expect(new Set(seenIn(await get(mine)).map(({ status }) => status))).toEqual(new Set(['CANCELLED']));
  moveClock(at('2026-08-25T08:00'));
  expect(seenIn(await get(mine))).toEqual([]);
});

test('a day that goes to a room of its own says so in the calendars that know it, by the room’s name and not the house’s', async () => {
  const { place, cora, tatu, amina, first, second, address, get, move, mails } = await subscribed();
  const sweep = () => sweepNow(database.database, 'training-invitations');
  const [venue, room] = [newId(), newId()];
  await place.as(cora, async (tx) => {
    await addVenue(tx, { id: venue, name: 'Mercy hospital', place: null, directions: null }, cora);
    await addRoom(tx, { id: room, name: 'Upstairs', seats: 9, accessible: [], venue, link: null }, cora);
  });
  await sweep();
  expect(await move([first, { ...second, room }])).toBeNull();
  const file = (await get(await address(amina)))!;
  expect(file.match(/^LOCATION:.*$/gm)?.map((line) => line.trim())).toEqual(['LOCATION:Upstairs']);
  expect(file).not.toContain('Mercy');
  await sweep();
  await sweep();
  const told = (await mails()).filter(({ to_person_id, calendars }) => to_person_id === tatu.id && calendars);
  expect(told).toHaveLength(2);
  const days = told[1]!.calendars as { content: string }[];
  expect(days.map(({ content }) => seenIn(content)[0])).toMatchObject([
    { uid: expect.stringContaining(second.id) }
  ]);
  expect(days[0]!.content).toContain('LOCATION:Upstairs');
});

test('the address is a secret that only its hash is kept of; a new one or an end closes it, and a stranger finds nothing', async () => {
  const { place, cora, amina, address, get } = await subscribed();
  const old = await address(amina);
  const fresh = await address(amina);
  expect(await get(old)).toBeNull();
  expect(await get(fresh)).not.toBeNull();
  expect(await get('x/nothing')).toBeNull();
  const { rows } = await database.owner.query('select * from calendar_feeds');
  expect(JSON.stringify(rows)).not.toContain(fresh!.split('/').at(-1));
  expect(await place.as(cora, (tx) => tx.selectFrom('calendar_feeds').selectAll().execute())).toEqual([]);
  const command = newId();
  expect(await place.as(cora, (tx) => openFeed(tx, command, cora))).toContain('/calendar/');
  expect(await place.as(cora, (tx) => openFeed(tx, command, cora))).toBeNull();
  await place.as(amina, (tx) => closeFeed(tx, amina));
  expect(await get(fresh)).toBeNull();
});

test('the address of somebody who left shows nothing any more', async () => {
  const { amina, address, get } = await subscribed();
  const mine = await address(amina);
  await database.owner.query(
    "update memberships set until = since + interval '1 second' where person_id = $1",
    [amina.id]
  );
  expect(await get(mine)).toBeNull();
});

test('whoever has a seat or teaches gets the dates by mail, once; a moved day and a cancelled one are told again', async () => {
  const { place, amina, tatu, workshop, first, second, move, mails } = await subscribed();
  const sweep = () => sweepNow(database.database, 'training-invitations');
  await sweep();
  await sweep();
  const files = (mail: { calendars: unknown }) =>
    (mail.calendars as { method: string; content: string }[]).map(({ method, content }) => ({
      method,
      ...seenIn(content)[0]!
    }));
  const told = await mails();
  expect(told.map(({ to_person_id }) => to_person_id).toSorted()).toEqual([amina.id, tatu.id].toSorted());
  expect(told[0]!.subject + told[0]!.body).not.toContain('Listening');
  expect(files(told[0]!)).toMatchObject([
    { method: 'REQUEST', sequence: 0, start: '2026-06-01T09:00:00' },
    { method: 'REQUEST', sequence: 0, start: '2026-06-02T09:00:00' }
  ]);

  await move([{ ...first, startsAt: at('2026-06-01T07:00') }, second]);
  await sweep();
  const moved = (await mails()).filter(
    ({ to_person_id, calendars }) => to_person_id === amina.id && calendars
  );
  expect(files(moved[1]!)).toMatchObject([{ method: 'REQUEST', sequence: 1, start: '2026-06-01T10:00:00' }]);
  expect(files(moved[1]!)).toHaveLength(1);

  await place.as(amina, (tx) => cancelEnrolment(tx, { workshop }, amina));
  await sweep();
  const off = (await mails()).filter(({ to_person_id, calendars }) => to_person_id === amina.id && calendars);
  expect(files(off[2]!).map(({ method, status }) => [method, status])).toEqual([
    ['CANCEL', 'CANCELLED'],
    ['CANCEL', 'CANCELLED']
  ]);
});
