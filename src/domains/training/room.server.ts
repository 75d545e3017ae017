import { sql } from 'kysely';
import { placesVisibleTo } from '#domains/places/index.server.ts';
import { can, type Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { wordsOfRoom, type Access, type NewRoom, type NewVenue, type RoomRefusal } from './room.ts';
import type { NewWorkshop, Session } from './workshop.ts';

/** The venues this person may see. */
export function venuesVisibleTo(tx: Tx, person: Person) {
  return tx
    .selectFrom('venues')
    .leftJoin('places', (join) =>
      join
        .onRef('places.organisation_id', '=', 'venues.organisation_id')
        .onRef('places.id', '=', 'venues.place_id')
    )
    .where('venues.organisation_id', '=', person.organisation.id)
    .select(['venues.id', 'venues.name', 'venues.directions', 'places.name as place']);
}

/** The rooms this person may see, each with its venue and when it is next taken; closed ones, too. */
export function roomsVisibleTo(tx: Tx, person: Person) {
  return tx
    .selectFrom('rooms')
    .leftJoin('venues', (join) =>
      join
        .onRef('venues.organisation_id', '=', 'rooms.organisation_id')
        .onRef('venues.id', '=', 'rooms.venue_id')
    )
    .where('rooms.organisation_id', '=', person.organisation.id)
    .select(({ selectFrom }) => [
      'rooms.id',
      sql<'room' | 'online'>`rooms.kind`.as('kind'),
      'rooms.name',
      'rooms.seats',
      'rooms.link',
      sql<Access[]>`rooms.accessible`.as('accessible'),
      'rooms.closed_at',
      'rooms.venue_id',
      'venues.name as venue',
      'venues.directions',
      selectFrom('room_bookings as booking')
        .whereRef('booking.organisation_id', '=', 'rooms.organisation_id')
        .whereRef('booking.room_id', '=', 'rooms.id')
        .where(sql<boolean>`upper(booking.during) > ${now()}`)
        .select(sql<Date>`min(lower(booking.during))`.as('at'))
        .as('next_at')
    ]);
}

/** The rooms that can be chosen for a workshop; nearest by name. */
export function openRooms(tx: Tx, person: Person) {
  return roomsVisibleTo(tx, person)
    .where('rooms.closed_at', 'is', null)
    .orderBy('venues.name')
    .orderBy('rooms.name')
    .execute();
}

/** What is on in a room from now on, the next day first. */
export function bookingsOf(tx: Tx, room: string) {
  return tx
    .selectFrom('room_bookings as booking')
    .innerJoin('workshops', (join) =>
      join
        .onRef('workshops.organisation_id', '=', 'booking.organisation_id')
        .onRef('workshops.id', '=', 'booking.workshop_id')
    )
    .where('booking.room_id', '=', room)
    .where(sql<boolean>`upper(booking.during) > ${now()}`)
    .select([
      'booking.session_id as session',
      'workshops.id as workshop',
      'workshops.title',
      'workshops.seats',
      'workshops.time_zone as timeZone',
      sql<Date>`lower(booking.during)`.as('startsAt'),
      sql<Date>`upper(booking.during)`.as('endsAt')
    ])
    .orderBy('startsAt')
    .execute();
}

/** The room of a workshop's days that have none of their own; null without one. */
export async function roomOfWorkshop(tx: Tx, workshop: string, person: Person) {
  const found = await roomsVisibleTo(tx, person)
    .innerJoin('workshops', (join) =>
      join
        .onRef('workshops.organisation_id', '=', 'rooms.organisation_id')
        .onRef('workshops.room_id', '=', 'rooms.id')
    )
    .where('workshops.id', '=', workshop)
    .executeTakeFirst();
  return found ?? null;
}

/** The rooms that a workshop's days are in, by id. */
export async function roomsOfDays(tx: Tx, workshop: string, person: Person) {
  const rooms = await roomsVisibleTo(tx, person)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('workshop_sessions as session')
          .whereRef('session.organisation_id', '=', 'rooms.organisation_id')
          .whereRef('session.room_id', '=', 'rooms.id')
          .where('session.workshop_id', '=', workshop)
          .select('session.id')
      )
    )
    .execute();
  return new Map(rooms.map((room) => [room.id, room]));
}

/** Adds a venue. A repeat with the same id changes nothing. */
export async function addVenue(tx: Tx, venue: NewVenue, person: Person): Promise<RoomRefusal | null> {
  if (!can(person, 'workshops.schedule')) return 'not-yours-to-change';
  const known = await venuesVisibleTo(tx, person)
    .where(sql`lower(venues.name)`, '=', venue.name.toLowerCase())
    .executeTakeFirst();
  if (known) return known.id === venue.id ? null : 'venue-known';
  if (
    venue.place &&
    !(await placesVisibleTo(tx, person).where('places.id', '=', venue.place).executeTakeFirst())
  )
    return 'no-such-place';
  const added = await tx
    .insertInto('venues')
    .values({
      organisation_id: person.organisation.id,
      id: venue.id,
      name: venue.name,
      place_id: venue.place,
      directions: venue.directions,
      added_by: person.id,
      added_at: now()
    })
    .onConflict((conflict) => conflict.columns(['organisation_id', 'id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (added) await audit(tx, { action: 'venue.added', thing: { kind: 'venue', id: venue.id } });
  return null;
}

/** Adds a room to a venue, or one behind a link. A repeat with the same id changes nothing. */
export async function addRoom(tx: Tx, room: NewRoom, person: Person): Promise<RoomRefusal | null> {
  if (!can(person, 'workshops.schedule')) return 'not-yours-to-change';
  if ((room.venue === null) === (room.link === null)) return 'venue-or-link';
  if (
    room.venue &&
    !(await venuesVisibleTo(tx, person).where('venues.id', '=', room.venue).executeTakeFirst())
  )
    return 'no-such-venue';
  const known = await roomsVisibleTo(tx, person)
    .where('rooms.closed_at', 'is', null)
    .where('rooms.venue_id', room.venue ? '=' : 'is', room.venue)
    .where(sql`lower(rooms.name)`, '=', room.name.toLowerCase())
    .executeTakeFirst();
  if (known) return known.id === room.id ? null : 'room-known';
  const added = await tx
    .insertInto('rooms')
    .values({
      organisation_id: person.organisation.id,
      id: room.id,
      kind: room.venue ? 'room' : 'online',
      venue_id: room.venue,
      link: room.link,
      name: room.name,
      seats: room.seats,
      accessible: room.accessible,
      added_by: person.id,
      added_at: now()
    })
    .onConflict((conflict) => conflict.columns(['organisation_id', 'id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (added) await audit(tx, { action: 'room.added', thing: { kind: 'room', id: room.id } });
  return null;
}

/** Says how many sit in a room and how one gets about there; never fewer than a coming workshop needs. */
export async function changeRoom(
  tx: Tx,
  { room, seats, accessible }: { room: string; seats: number; accessible: Access[] },
  person: Person
): Promise<RoomRefusal | null> {
  if (!can(person, 'workshops.schedule')) return 'not-yours-to-change';
  if (!(await openRoom(tx, room, person))) return 'no-such-room';
  if ((await bookingsOf(tx, room)).some((booking) => booking.seats > seats)) return 'seats-needed';
  await tx.updateTable('rooms').set({ seats, accessible }).where('id', '=', room).execute();
  await audit(tx, { action: 'room.changed', thing: { kind: 'room', id: room } });
  return null;
}

/** Takes a room out of use; not while a workshop still to come is in it. What was held there stays. */
export async function closeRoom(tx: Tx, room: string, person: Person): Promise<RoomRefusal | null> {
  if (!can(person, 'workshops.schedule')) return 'not-yours-to-change';
  if (!(await openRoom(tx, room, person))) return 'no-such-room';
  if ((await bookingsOf(tx, room)).length > 0) return 'room-needed';
  await tx
    .updateTable('rooms')
    .set({ closed_at: now(), closed_by: person.id })
    .where('id', '=', room)
    .execute();
  await audit(tx, { action: 'room.closed', thing: { kind: 'room', id: room } });
  return null;
}

type Place = Pick<NewWorkshop, 'room' | 'venue' | 'onlineLink'>;

/**
 * Where a workshop is held, in the words that go on its sheet and into its history: a chosen room says so itself, whatever
 * it is called later.
 */
export async function placeOf(
  tx: Tx,
  { room, venue, onlineLink }: Place,
  person: Person
): Promise<Pick<NewWorkshop, 'venue' | 'onlineLink'> | 'no-such-room'> {
  if (!room) return { venue, onlineLink };
  const chosen = await openRoom(tx, room, person);
  if (!chosen) return 'no-such-room';
  return chosen.kind === 'online'
    ? { venue, onlineLink: chosen.link }
    : { venue: wordsOfRoom(chosen), onlineLink };
}

/** Why these days cannot be in their rooms, or null: each has to be in use, and to hold everybody. */
export async function refusalOfRooms(
  tx: Tx,
  { sessions, seats }: { sessions: Session[]; seats: number },
  person: Person
): Promise<'no-such-room' | 'room-too-small' | null> {
  for (const room of new Set(sessions.flatMap(({ room }) => room ?? []))) {
    const found = await openRoom(tx, room, person);
    if (!found) return 'no-such-room';
    if (seats > found.seats) return 'room-too-small';
  }
  return null;
}

function openRoom(tx: Tx, room: string, person: Person) {
  return roomsVisibleTo(tx, person)
    .where('rooms.id', '=', room)
    .where('rooms.closed_at', 'is', null)
    .executeTakeFirst();
}
