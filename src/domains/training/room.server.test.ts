import { expect, test } from 'vitest';
import type { Person } from '#platform/access/index.ts';
import { moveClock } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';
import { aWorkshop } from '#platform/testing/workshop.ts';
import {
  addRoom,
  addVenue,
  bookingsOf,
  cancelWorkshop,
  changeRoom,
  changeWorkshop,
  closeRoom,
  enrol,
  openRooms,
  roomOfWorkshop,
  roomsOfDays,
  roomsVisibleTo,
  scheduleWorkshop,
  sessionsOf,
  workshopsVisibleTo
} from './index.server.ts';
import { scheduleRefusals, wordsOfPlan, type NewRoom, type NewWorkshop } from './index.ts';

const database = onDatabase();
const at = (text: string) => new Date(`${text}Z`);

/** Cora coordinates, Tariq and Tess teach, Amina learns. The library has a room for ten. It is May. */
async function house() {
  moveClock(at('2026-05-01T08:00'));
  const place = await village(database);
  const cora = await place.person('Cora', 'coordinator');
  const tariq = await place.person('Tariq', 'trainer');
  const tess = await place.person('Tess', 'trainer', 'supporter');
  const amina = await place.person('Amina', 'supporter');
  const venue = newId();
  const library = { id: venue, name: 'The library', place: null, directions: 'Behind the well' };
  await place.as(cora, (tx) => addVenue(tx, library, cora));
  const addTo = (changes: Partial<NewRoom> = {}, who: Person = cora) => {
    const room: NewRoom = {
      id: newId(),
      name: 'Upstairs',
      seats: 10,
      accessible: ['quiet'],
      venue,
      link: null,
      ...changes
    };
    return place.as(who, async (tx) => ({ id: room.id, refusal: await addRoom(tx, room, who) }));
  };
  const { id: room } = await addTo();
  const plan = (title: string, day: string, changes: Partial<NewWorkshop> = {}): NewWorkshop =>
    aWorkshop({
      id: newId(),
      title,
      room,
      venue: null,
      seats: 10,
      sessions: [{ id: newId(), startsAt: at(`2026-06-${day}T06:00`), endsAt: at(`2026-06-${day}T10:00`) }],
      ...changes
    });
  const schedule = (workshop: NewWorkshop) => place.as(cora, (tx) => scheduleWorkshop(tx, workshop, cora));
  return { ...place, cora, tariq, tess, amina, venue, room, addTo, plan, schedule };
}

test('a workshop in a room says where it is, by the room', async () => {
  const { as, cora, room, plan, schedule } = await house();
  const workshop = plan('Listening', '01');
  expect(await schedule(workshop)).toBeNull();
  const seen = await as(cora, (tx) =>
    workshopsVisibleTo(tx, cora).where('workshops.id', '=', workshop.id).executeTakeFirstOrThrow()
  );
  expect(seen.venue).toBe('Upstairs, The library');
  expect(await as(cora, (tx) => roomOfWorkshop(tx, workshop.id, cora))).toMatchObject({
    id: room,
    directions: 'Behind the well',
    accessible: ['quiet']
  });
});

test('a room is not given to two workshops at once, and the other one is named', async () => {
  const { plan, schedule } = await house();
  await schedule(plan('Listening', '01'));
  const refused = await schedule(plan('Grief', '01'));
  expect(refused).toMatchObject({ clash: 'room', who: 'Upstairs', title: 'Listening' });
  expect(wordsOfPlan(scheduleRefusals, refused!)).toContain('Listening');
  const afterwards = [{ id: newId(), startsAt: at('2026-06-01T10:00'), endsAt: at('2026-06-01T12:00') }];
  expect(await schedule(plan('Grief', '01', { sessions: afterwards }))).toBeNull();
});

test('of two who plan at the same moment, one gets the room', async () => {
  const { plan, schedule } = await house();
  const outcomes = await Promise.all([schedule(plan('One', '01')), schedule(plan('Other', '01'))]);
  expect(outcomes.filter((outcome) => outcome === null)).toHaveLength(1);
});

test('the database refuses a taken room by itself', async () => {
  const { as, cora, room, plan, schedule } = await house();
  await schedule(plan('Listening', '01'));
  const other = plan('Grief', '02');
  await schedule(other);
  const squeeze = as(cora, (tx) =>
    tx
      .insertInto('workshop_sessions')
      .values({
        organisation_id: cora.organisation.id,
        id: newId(),
        workshop_id: other.id,
        starts_at: at('2026-06-01T07:00'),
        ends_at: at('2026-06-01T08:00'),
        room_id: room
      })
      .execute()
  );
  await expect(squeeze).rejects.toThrow(/room_taken/);
});

test('a workshop that is called off, or moves away, leaves its room free', async () => {
  const { as, cora, room, plan, schedule } = await house();
  const off = plan('Off', '01');
  const moved = plan('Moved', '02');
  await schedule(off);
  await schedule(moved);
  await as(cora, (tx) => cancelWorkshop(tx, { workshop: off.id, reason: 'Rain' }, cora));
  const [session] = await as(cora, (tx) => sessionsOf(tx, moved.id));
  await as(cora, (tx) =>
    changeWorkshop(
      tx,
      {
        id: newId(),
        workshop: moved.id,
        room,
        venue: null,
        onlineLink: null,
        seats: 10,
        reason: 'The market',
        sessions: [{ ...session!, startsAt: at('2026-06-05T06:00'), endsAt: at('2026-06-05T10:00') }]
      },
      cora
    )
  );
  expect(await schedule(plan('New', '01'))).toBeNull();
  expect(await schedule(plan('New, too', '02'))).toBeNull();
  expect(await schedule(plan('Late', '05'))).toMatchObject({ clash: 'room', title: 'Moved' });
});

test('a day can be in a room of its own, the others are in the workshop’s, and each is refused where it is taken', async () => {
  const { as, cora, room, addTo, plan, schedule } = await house();
  const { id: cellar } = await addTo({ name: 'Cellar', seats: 5 });
  const days = (own: string | null) =>
    ['01', '02'].map((day, index) => ({
      id: newId(),
      startsAt: at(`2026-06-${day}T06:00`),
      endsAt: at(`2026-06-${day}T10:00`),
      room: index === 1 ? own : null
    }));
  const workshop = plan('Listening', '01', { seats: 5, sessions: days(cellar) });
  expect(await schedule(workshop)).toBeNull();
  expect(await as(cora, (tx) => sessionsOf(tx, workshop.id))).toMatchObject([{ room }, { room: cellar }]);
  expect(await as(cora, (tx) => roomOfWorkshop(tx, workshop.id, cora))).toMatchObject({ id: room });
  expect([...(await as(cora, (tx) => roomsOfDays(tx, workshop.id, cora))).keys()].sort()).toEqual(
    [room, cellar].sort()
  );
  // Upstairs is free on the second, and the cellar on the first.
  expect(await schedule(plan('Grief', '02', { seats: 5 }))).toBeNull();
  expect(await schedule(plan('Sleep', '01', { seats: 5, room: cellar }))).toBeNull();
  const refused = await schedule(plan('Calm', '03', { seats: 5, sessions: days(cellar) }));
  expect(refused).toMatchObject({ clash: 'room', who: 'Upstairs', title: 'Listening' });
  expect(await schedule(plan('Calm', '02', { seats: 5, room: cellar }))).toMatchObject({
    clash: 'room',
    who: 'Cellar'
  });
  expect(await schedule(plan('Many', '01', { sessions: days(cellar) }))).toBe('room-too-small');
  expect(await schedule(plan('Nowhere', '01', { sessions: days(newId()) }))).toBe('no-such-room');
});

test('a day that goes to another room is told to whoever comes, and the room it was in is free', async () => {
  const { as, asSystem, cora, amina, room, addTo, plan, schedule } = await house();
  const { id: cellar } = await addTo({ name: 'Cellar' });
  const workshop = plan('Listening', '01');
  await schedule(workshop);
  await as(amina, (tx) => enrol(tx, { id: newId(), workshop: workshop.id }, amina));
  const change = (own: string | null) =>
    as(cora, (tx) =>
      changeWorkshop(
        tx,
        {
          id: newId(),
          workshop: workshop.id,
          room,
          venue: null,
          onlineLink: null,
          seats: 10,
          reason: 'The roof leaks',
          sessions: workshop.sessions.map((session) => ({ ...session, room: own }))
        },
        cora
      )
    );
  const letters = async () =>
    (await asSystem((tx) => tx.selectFrom('outgoing_mails').select('id').execute())).length;
  expect(await change(null)).toBeNull();
  expect(await letters()).toBe(0);
  expect(await change(cellar)).toBeNull();
  expect(await letters()).toBe(1);
  expect(await schedule(plan('Grief', '01'))).toBeNull();
});

test('a workshop cannot move into a room that is taken', async () => {
  const { as, cora, room, plan, schedule } = await house();
  await schedule(plan('Listening', '01'));
  const other = plan('Grief', '02');
  await schedule(other);
  const refused = await as(cora, (tx) =>
    changeWorkshop(
      tx,
      {
        id: newId(),
        workshop: other.id,
        room,
        venue: null,
        onlineLink: null,
        seats: 10,
        reason: 'Sooner',
        sessions: [{ id: newId(), startsAt: at('2026-06-01T06:00'), endsAt: at('2026-06-01T07:00') }]
      },
      cora
    )
  );
  expect(refused).toMatchObject({ clash: 'room', title: 'Listening' });
});

test('nobody teaches two workshops at once, teaches while they sit in another, or sits while they teach', async () => {
  const { as, tariq, tess, plan, schedule } = await house();
  const elsewhere = { room: null, venue: 'The school' };
  const listening = plan('Listening', '01', { trainers: [tariq.id] });
  await schedule(listening);
  expect(await schedule(plan('Grief', '01', { ...elsewhere, trainers: [tariq.id] }))).toMatchObject({
    clash: 'teaches',
    who: 'Tariq',
    title: 'Listening'
  });
  expect(await as(tess, (tx) => enrol(tx, { id: newId(), workshop: listening.id }, tess))).toBeNull();
  expect(await schedule(plan('Grief', '01', { ...elsewhere, trainers: [tess.id] }))).toMatchObject({
    clash: 'attends',
    who: 'Tess'
  });
  const taughtByTess = plan('Calm', '02', { trainers: [tess.id] });
  await schedule(taughtByTess);
  const other = plan('Sleep', '02', elsewhere);
  await schedule(other);
  expect(await as(tess, (tx) => enrol(tx, { id: newId(), workshop: other.id }, tess))).toBe('teaches-then');
});

test('a trainer is never booked twice, even when a program tries', async () => {
  const { as, cora, tariq, plan, schedule } = await house();
  await schedule(plan('Listening', '01', { trainers: [tariq.id] }));
  const other = plan('Grief', '01', { room: null, venue: 'The school' });
  await schedule(other);
  const squeeze = as(cora, (tx) =>
    tx
      .insertInto('workshop_trainers')
      .values({ organisation_id: cora.organisation.id, workshop_id: other.id, person_id: tariq.id })
      .execute()
  );
  await expect(squeeze).rejects.toThrow(/trainer_taken/);
});

test('a room holds no more people than it has seats, and keeps what a coming workshop needs', async () => {
  const { as, cora, room, plan, schedule } = await house();
  expect(await schedule(plan('Many', '01', { seats: 11 }))).toBe('room-too-small');
  await schedule(plan('Listening', '01'));
  const change = (seats: number) => as(cora, (tx) => changeRoom(tx, { room, seats, accessible: [] }, cora));
  expect(await change(9)).toBe('seats-needed');
  expect(await change(12)).toBeNull();
  expect(await as(cora, (tx) => bookingsOf(tx, room))).toMatchObject([{ title: 'Listening' }]);
  expect(await as(cora, (tx) => closeRoom(tx, room, cora))).toBe('room-needed');
});

test('a room out of use is no longer offered', async () => {
  const { as, cora, room, plan, schedule } = await house();
  expect(await as(cora, (tx) => closeRoom(tx, room, cora))).toBeNull();
  expect(await as(cora, (tx) => openRooms(tx, cora))).toEqual([]);
  expect(await schedule(plan('Listening', '01'))).toBe('no-such-room');
});

test('an online room is one that two workshops cannot share either, and its link is where they meet', async () => {
  const { as, cora, addTo, plan, schedule } = await house();
  const link = 'https://meet.example.org/one';
  const { id: online } = await addTo({ venue: null, link, name: 'Our line' });
  const workshop = plan('Online', '01', { room: online });
  expect(await schedule(workshop)).toBeNull();
  expect(
    await as(cora, (tx) =>
      workshopsVisibleTo(tx, cora).where('workshops.id', '=', workshop.id).executeTakeFirst()
    )
  ).toMatchObject({ online_link: link, venue: null });
  expect(await schedule(plan('Also online', '01', { room: online }))).toMatchObject({ clash: 'room' });
});

test('a room is added once, by who schedules, in a venue or behind a link', async () => {
  const { as, cora, amina, venue, addTo } = await house();
  expect((await addTo({ name: 'upstairs' })).refusal).toBe('room-known');
  expect((await addTo({ name: 'Cellar', link: 'https://example.org' })).refusal).toBe('venue-or-link');
  expect((await addTo({ name: 'Cellar', venue: newId() })).refusal).toBe('no-such-venue');
  expect((await addTo({ name: 'Cellar' }, amina)).refusal).toBe('not-yours-to-change');
  const again = { id: newId(), name: 'the LIBRARY', place: null, directions: null };
  expect(await as(cora, (tx) => addVenue(tx, again, cora))).toBe('venue-known');
  expect(await as(cora, (tx) => addVenue(tx, { ...again, id: venue, name: 'The library' }, cora))).toBeNull();
  expect(await as(amina, (tx) => roomsVisibleTo(tx, amina).execute())).toHaveLength(1);
});
