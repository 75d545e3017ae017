import { wordsOfRoom } from '#domains/training/index.ts';
import { enrolmentsOf, roomsOfDays, sessionsOf, trainersOf } from '#domains/training/index.server.ts';
import { dayIn } from '#platform/clock/index.ts';
import { formatDay } from '#platform/languages/format.ts';
import { workshopOf } from '../workshop-of.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals }) => {
  const { tx } = locals;
  const workshop = await workshopOf(locals, params.workshop);
  const { id, title, venue, online_link, time_zone, room_id } = workshop;
  const rooms = await roomsOfDays(tx, id, locals.person!);
  return {
    id,
    title,
    where: venue ?? online_link!,
    trainers: (await trainersOf(tx, id)).map(({ name }) => name),
    days: (await sessionsOf(tx, id)).map(({ id, startsAt, room }) => ({
      id,
      day: formatDay(dayIn(time_zone, startsAt), 'short'),
      room: room && room !== room_id ? wordsOfRoom(rooms.get(room)!) : null
    })),
    people: (await enrolmentsOf(tx, id)).filter(({ seated_at }) => seated_at).map(({ name }) => name)
  };
};
