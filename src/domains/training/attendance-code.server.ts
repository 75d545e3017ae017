import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { can, type Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { record } from '#platform/events/index.server.ts';
import { qrPicture } from '#platform/pdf/index.server.ts';
import { settings } from '#platform/settings/index.server.ts';
import { refusalOfMoment, stepAt, ticketMinutes, type PresentRefusal } from './attendance-code.ts';
import { workshopsVisibleTo } from './workshop.server.ts';
import { hoursOf } from './workshop.ts';

export type Room = {
  session: string;
  workshop: string;
  title: string;
  kind: string;
  timeZone: string;
  startsAt: Date;
  endsAt: Date;
  cancelled: boolean;
  seated: boolean;
};

/** The session and its workshop, as this person may see them. */
export async function roomOf(tx: Tx, session: string, person: Person): Promise<Room | null> {
  const row = await workshopsVisibleTo(tx, person)
    .innerJoin('workshop_sessions as session', (join) =>
      join
        .onRef('session.organisation_id', '=', 'workshops.organisation_id')
        .onRef('session.workshop_id', '=', 'workshops.id')
    )
    .where('session.id', '=', session)
    .select(['session.starts_at as begins', 'session.ends_at as ends'])
    .executeTakeFirst();
  if (!row) return null;
  return {
    session,
    workshop: row.id,
    title: row.title,
    kind: row.kind,
    timeZone: row.time_zone,
    startsAt: row.begins,
    endsAt: row.ends,
    cancelled: row.cancelled_at !== null && row.cancelled_at <= row.begins,
    seated: row.my_seat_since !== null
  };
}

/** The code to show at this moment, as an address and as a picture, for who runs the workshop. */
export async function codeToShow(
  tx: Tx,
  session: string,
  person: Person
): Promise<{ address: string; picture: string } | { refusal: PresentRefusal }> {
  if (!can(person, 'attendance.mark')) return { refusal: 'not-yours-to-mark' };
  const room = await roomOf(tx, session, person);
  if (!room) return { refusal: 'no-such-session' };
  const at = now();
  const refusal = refusalOfMoment(room, at);
  if (refusal) return { refusal };
  const { rows } = await sql<{
    code: string;
  }>`select attendance_code(${session}, ${stepAt(at)}, ${randomBytes(32)}, ${at}) as code`.execute(tx);
  const address = `${settings().origin}/training/here/${session}?code=${rows[0]!.code}`;
  return { address, picture: qrPicture(address) };
}

/** Exchanges the code that somebody scanned for a ticket of their own, which is good for a few minutes. */
export async function ticketFor(
  tx: Tx,
  session: string,
  code: string,
  person: Person
): Promise<{ ticket: string } | { refusal: PresentRefusal }> {
  const room = await roomOf(tx, session, person);
  const refusal = refusalOfRoom(room);
  if (refusal) return { refusal };
  const at = now();
  const expires = Math.floor(at.getTime() / 1000) + ticketMinutes * 60;
  const { rows } = await sql<{
    ticket: string | null;
  }>`select attendance_ticket(${session}, ${code}, ${stepAt(at)}, ${expires}) as ticket`.execute(tx);
  const ticket = rows[0]?.ticket;
  return ticket ? { ticket } : { refusal: 'code-too-old' };
}

/**
 * Marks this person present for the whole session, by a ticket of their own. What was marked before stays: who runs the
 * workshop has the last word. A repeat changes nothing.
 */
export async function attendByTicket(
  tx: Tx,
  { id, session, ticket }: { id: string; session: string; ticket: string },
  person: Person
): Promise<PresentRefusal | null> {
  const room = await roomOf(tx, session, person);
  const refusal = refusalOfRoom(room);
  if (refusal) return refusal;
  const { workshop, kind } = room!;
  // One after the other, so that pressing twice is one mark.
  await sql`select pg_advisory_xact_lock(hashtextextended(${person.id}, 0))`.execute(tx);
  const before = await presenceIn(tx, session, person);
  if (before) return before === 'present' ? null : 'marked-otherwise';
  const { rows } = await sql<{
    done: boolean;
  }>`select attend_by_ticket(${id}, ${session}, ${ticket}, ${now()}) as done`.execute(tx);
  if (!rows[0]!.done) return 'code-too-old';
  await audit(tx, {
    action: 'attendance.marked',
    subject: person.id,
    thing: { kind: 'workshop', id: workshop }
  });
  await record(tx, 'training.attended', {
    workshop,
    session,
    person: person.id,
    kind,
    hours: hoursOf(room!)
  });
  return null;
}

function refusalOfRoom(room: Room | null): PresentRefusal | null {
  if (!room) return 'no-such-session';
  return room.seated ? refusalOfMoment(room, now()) : 'no-seat';
}

async function presenceIn(tx: Tx, session: string, person: Person): Promise<string | null> {
  const mark = await tx
    .selectFrom('current_attendances')
    .select('presence')
    .where('session_id', '=', session)
    .where('person_id', '=', person.id)
    .executeTakeFirst();
  return mark?.presence ?? null;
}
