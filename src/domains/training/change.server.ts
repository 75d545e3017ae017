import { sql } from 'kysely';
import { m } from '#messages';
import type { Locale } from '#languages';
import { can, type Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { sendMailLater } from '#platform/mail/index.server.ts';
import { settings } from '#platform/settings/index.server.ts';
import { clashOf, holdTimesOf } from './clash.server.ts';
import type { Clash } from './clash.ts';
import { refusalToChange, type ChangeRefusal, type WorkshopChange } from './change.ts';
import { enrolmentsOf, seatThoseWaiting } from './enrolment.server.ts';
import { inRooms, type Session } from './workshop.ts';
import { placeOf, refusalOfRooms } from './room.server.ts';
import { addSessions, refusalOfLine, sessionsOf, trainersOf, workshopsVisibleTo } from './workshop.server.ts';

/**
 * Moves a workshop, or gives it another place or more or fewer seats, with the reason; what was planned before is kept.
 * Everybody on its list is told by mail when the place or a time changed. A repeat with the same id changes nothing.
 */
export async function changeWorkshop(
  tx: Tx,
  change: WorkshopChange,
  person: Person
): Promise<ChangeRefusal | Clash | null> {
  if (!can(person, 'workshops.schedule')) return 'not-yours-to-change';
  const { room = null, seats } = change;
  const planned = inRooms(change.sessions, room);
  const trainers = (await trainersOf(tx, change.workshop)).map(({ id }) => id);
  // People and rooms before the workshop, as whoever enrols locks them: nobody waits for each other in a circle.
  await holdTimesOf(tx, [...planned.map(({ room }) => room), ...trainers]);
  await sql`select lock_workshop(${change.workshop})`.execute(tx);
  if (await isChanged(tx, change.id)) return null;
  const workshop = await visible(tx, change.workshop, person);
  if (!workshop) return 'no-such-workshop';
  const place = await placeOf(tx, change, person);
  if (typeof place === 'string') return place;
  const at = now();
  const sessions = await sessionsOf(tx, workshop.id);
  const coming = sessions.filter(({ startsAt }) => startsAt > at);
  const refusal =
    refusalToChange(
      { ...change, ...place },
      {
        cancelled: workshop.cancelled_at !== null,
        // Whoever came beyond the seats takes none of them.
        taken: Math.min(workshop.taken, workshop.seats),
        begun: sessions.filter(({ startsAt }) => startsAt <= at),
        coming,
        at
      }
    ) ??
    (await refusalOfRooms(tx, { sessions: planned, seats }, person)) ??
    (await refusalOfLine(
      tx,
      { line: workshop.line_id, sessions: change.sessions, timeZone: workshop.time_zone },
      person
    )) ??
    (await clashOf(tx, { workshop: workshop.id, sessions: planned, trainers }));
  if (refusal) return refusal;

  const organisation_id = person.organisation.id;
  await tx
    .insertInto('workshop_versions')
    .values({
      organisation_id,
      id: change.id,
      workshop_id: workshop.id,
      venue: workshop.venue,
      online_link: workshop.online_link,
      seats: workshop.seats,
      sessions: JSON.stringify(coming),
      reason: change.reason,
      changed_by: person.id,
      changed_at: at
    })
    .execute();
  await tx
    .updateTable('workshops')
    .set({
      room_id: room,
      venue: place.venue,
      online_link: place.onlineLink,
      seats,
      by_invitation: change.byInvitation ?? workshop.by_invitation
    })
    .where('id', '=', workshop.id)
    .execute();
  await sql`select clear_coming_sessions(${workshop.id}, ${at})`.execute(tx);
  await addSessions(tx, { workshop: workshop.id, sessions: planned }, person);
  const { reason } = change;
  await audit(tx, { action: 'workshop.changed', thing: { kind: 'workshop', id: workshop.id }, reason });

  const placeChanged = place.venue !== workshop.venue || place.onlineLink !== workshop.online_link;
  if (placeChanged || planOf(coming) !== planOf(planned))
    await tell(tx, { workshop: workshop.id, what: 'moved' });
  if (seats > workshop.seats) await seatThoseWaiting(tx, workshop.id);
  return null;
}

/** Calls a workshop off. Everybody on its list is told by mail; what was spent stays spent. A repeat changes nothing. */
export async function cancelWorkshop(
  tx: Tx,
  { workshop, reason }: { workshop: string; reason: string },
  person: Person
): Promise<ChangeRefusal | null> {
  if (!can(person, 'workshops.schedule')) return 'not-yours-to-change';
  await sql`select lock_workshop(${workshop})`.execute(tx);
  const found = await visible(tx, workshop, person);
  if (!found) return 'no-such-workshop';
  if (found.cancelled_at) return null;
  if (found.ends_at <= now()) return 'workshop-over';
  await tx
    .insertInto('workshop_cancellations')
    .values({
      organisation_id: person.organisation.id,
      workshop_id: workshop,
      reason,
      cancelled_by: person.id,
      cancelled_at: now()
    })
    .execute();
  await audit(tx, { action: 'workshop.cancelled', thing: { kind: 'workshop', id: workshop }, reason });
  await tell(tx, { workshop, what: 'cancelled' });
  return null;
}

/** What a workshop was before each change, the newest change first. */
export function versionsOf(tx: Tx, workshop: string) {
  return tx
    .selectFrom('workshop_versions as version')
    .leftJoin('people', 'people.id', 'version.changed_by')
    .where('workshop_id', '=', workshop)
    .select(['version.id', 'reason', 'changed_at', 'people.name as by'])
    .orderBy('changed_at', 'desc')
    .orderBy('version.id', 'desc')
    .execute();
}

const letters = {
  moved: { subject: m.training_mail_moved_subject, body: m.training_mail_changed_body },
  cancelled: { subject: m.training_mail_moved_subject, body: m.training_mail_cancelled_body },
  reworded: { subject: m.training_mail_moved_subject, body: m.training_mail_reworded_body }
};

/**
 * Writes to everybody on a workshop's list, and to these others. The mail names neither the workshop nor what it is about: a
 * letter is often read over a shoulder.
 */
export async function tell(
  tx: Tx,
  { workshop, what }: { workshop: string; what: keyof typeof letters },
  others: { id: string; language: string }[] = []
): Promise<void> {
  const link = `${settings().origin}/training/workshops/${workshop}`;
  const listed = (await enrolmentsOf(tx, workshop)).map(({ person_id: id, language }) => ({ id, language }));
  for (const { id, language } of [...listed, ...others]) {
    const locale = language as Locale;
    await sendMailLater(tx, {
      to: { person: id },
      subject: letters[what].subject({}, { locale }),
      body: letters[what].body({ link }, { locale })
    });
  }
}

function visible(tx: Tx, workshop: string, person: Person) {
  return workshopsVisibleTo(tx, person).where('workshops.id', '=', workshop).executeTakeFirst();
}

async function isChanged(tx: Tx, id: string): Promise<boolean> {
  return (
    (await tx.selectFrom('workshop_versions').select('id').where('id', '=', id).executeTakeFirst()) !==
    undefined
  );
}

function planOf(sessions: Session[]): string {
  return sessions
    .map(({ startsAt, endsAt, room }) => `${startsAt.toISOString()}/${endsAt.toISOString()}/${room}`)
    .sort()
    .join(' ');
}
