import { sql } from 'kysely';
import { workshopKindNames, workshopKinds } from '#domains/training/index.ts';
import { trainingHoursOf } from '#domains/training/index.server.ts';
import { can } from '#platform/access/index.ts';
import { dayIn } from '#platform/clock/index.ts';
import { formatDays } from '#platform/languages/format.ts';
import { m } from '#messages';
import { listQuery } from '#ui/list.ts';
import type { PageServerLoad } from './$types';
import { viewOf, workshopList } from './workshops.server.ts';

const rowsPerPage = 50;

export const load: PageServerLoad = async ({ locals, url }) => {
  const { tx } = locals;
  const person = locals.person!;
  const { page } = listQuery(url.searchParams);
  const rows = await workshopList(tx, person, url.searchParams)
    .select(sql<number>`count(*) over ()`.as('all'))
    .limit(rowsPerPage)
    .offset((page - 1) * rowsPerPage)
    .execute();
  const hours = await trainingHoursOf(tx, person.id);
  return {
    ...viewOf(url.searchParams),
    mayEnrol: can(person, 'workshops.enrol'),
    maySchedule: can(person, 'workshops.schedule'),
    mayMark: can(person, 'attendance.mark'),
    kinds: workshopKinds.map((kind) => ({ value: kind, label: workshopKindNames[kind]() })),
    hours: hours.map(({ kind, hours }) => ({ kind: workshopKindNames[kind](), hours })),
    pages: Math.max(1, Math.ceil((rows[0]?.all ?? 0) / rowsPerPage)),
    workshops: rows.map((workshop) => ({
      id: workshop.id,
      title: workshop.title,
      kind: workshopKindNames[workshop.kind](),
      starts_at: formatDays(
        dayIn(workshop.time_zone, workshop.starts_at),
        dayIn(workshop.time_zone, workshop.ends_at)
      ),
      venue: workshop.venue ?? workshop.online_link,
      hours: workshop.hours,
      places: m.training_places_of({ taken: workshop.taken, seats: workshop.seats }),
      place: workshop.cancelled_at
        ? ('cancelled' as const)
        : workshop.my_seat_since
          ? ('seat' as const)
          : workshop.my_enrolment
            ? ('waiting' as const)
            : workshop.taken < workshop.seats
              ? ('free' as const)
              : ('full' as const)
    }))
  };
};
