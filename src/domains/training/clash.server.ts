import { sql } from 'kysely';
import type { Tx } from '#platform/database/index.server.ts';
import type { Clash } from './clash.ts';
import type { Session } from './workshop.ts';

type Wanted = { workshop: string; sessions: Session[]; trainers: string[] };

/** One after the other, whoever plans with the same people or room: what they see taken is what is. */
export async function holdTimesOf(tx: Tx, ids: (string | null | undefined)[]): Promise<void> {
  for (const id of ids.filter((id) => id != null).sort())
    await sql`select pg_advisory_xact_lock(hashtextextended(${id}, 0))`.execute(tx);
}

/**
 * The first day whose room is taken, or a trainer teaches in another workshop or sits in any; null when everybody is free.
 * The database refuses rooms and trainers again by itself.
 */
export async function clashOf(tx: Tx, { workshop, sessions, trainers }: Wanted): Promise<Clash | null> {
  const days = sql.join(
    sessions.map(
      ({ startsAt, endsAt, room }) => sql`(tstzrange(${startsAt}, ${endsAt}), ${room ?? null}::uuid)`
    )
  );
  const { rows } = await sql<Clash>`
    select taken.clash, taken.who, w.title, lower(taken.during) as at, w.time_zone as "timeZone" from (
      select 'room' as clash, r.name as who, b.workshop_id, b.during, b.room_id
      from room_bookings b join rooms r on r.organisation_id = b.organisation_id and r.id = b.room_id
      union all
      select 'teaches', p.name, b.workshop_id, b.during, null
      from trainer_bookings b join people p on p.id = b.person_id
      where b.person_id = any (${trainers})
      union all
      select 'attends', p.name, e.workshop_id, tstzrange(s.starts_at, s.ends_at), null
      from enrolments e
      join workshop_sessions s on s.organisation_id = e.organisation_id and s.workshop_id = e.workshop_id
      join people p on p.id = e.person_id
      where e.person_id = any (${trainers}) and e.cancelled_at is null and not exists (
        select from workshop_cancellations c where c.organisation_id = e.organisation_id and c.workshop_id = e.workshop_id)
    ) taken
    join (values ${days}) as wanted (during, room_id)
      on taken.during && wanted.during and (taken.room_id is null or taken.room_id = wanted.room_id)
    join workshops w on w.id = taken.workshop_id
    where taken.workshop_id <> ${workshop} or taken.clash = 'attends'
    order by taken.during limit 1`.execute(tx);
  return rows[0] ?? null;
}

/** The days this person teaches, in any workshop. */
export async function taughtBy(tx: Tx, person: string) {
  const rows = await tx
    .selectFrom('trainer_bookings')
    .where('person_id', '=', person)
    .select([sql<Date>`lower(during)`.as('startsAt'), sql<Date>`upper(during)`.as('endsAt')])
    .execute();
  return rows;
}
