import { wordsOfRoom } from '#domains/training/index.ts';
import { peopleSeatedIn, roomsOfDays, sessionsOf, trainersOf } from '#domains/training/index.server.ts';
import { dayIn } from '#platform/clock/index.ts';
import { formatDay } from '#platform/languages/format.ts';
import { workshopOf } from '../workshop-of.server.ts';
import type { PageServerLoad } from './$types';

// As many signatures as fit beside each other on a sheet of paper.
const daysOnASheet = 5;

export const load: PageServerLoad = async ({ params, locals }) => {
  const { tx } = locals;
  const workshop = await workshopOf(locals, params.workshop);
  const { id, title, venue, online_link, time_zone, room_id } = workshop;
  const rooms = await roomsOfDays(tx, id, locals.person!);
  const days = (await sessionsOf(tx, id)).map(({ id, startsAt, room }) => ({
    id,
    day: formatDay(dayIn(time_zone, startsAt), 'short'),
    room: room && room !== room_id ? wordsOfRoom(rooms.get(room)!) : null
  }));
  return {
    id,
    title,
    where: venue ?? online_link!,
    trainers: (await trainersOf(tx, id)).map(({ name }) => name),
    sheets: Array.from({ length: Math.ceil(days.length / daysOnASheet) }, (_, sheet) =>
      days.slice(sheet * daysOnASheet, (sheet + 1) * daysOnASheet)
    ),
    people: (await peopleSeatedIn(tx, id)).map(({ name }) => name)
  };
};
