import { sql } from 'kysely';
import { m } from '#messages';
import type { Locale } from '#languages';
import { can, permissions, type Person, type Role } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { dayIn, now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { record } from '#platform/events/index.server.ts';
import { sendMailLater } from '#platform/mail/index.server.ts';
import { settings } from '#platform/settings/index.server.ts';
import { newId } from '#platform/ids.ts';
import type { Words } from './curriculum.ts';
import { refusalToEnrol, type CancellationRefusal, type EnrolmentRefusal } from './enrolment.ts';
import { holdTimesOf, taughtBy } from './clash.server.ts';
import { trainingPolicyOn } from './policy.server.ts';
import { missingBefore } from './progress.server.ts';
import { taughtIn } from './teaching.server.ts';
import { sessionsOf, workshopsVisibleTo } from './workshop.server.ts';

declare module '#platform/events/index.server.ts' {
  interface DomainEvents {
    'training.enrolled': { workshop: string; person: string; seated: boolean };
    'training.seat-given': { workshop: string; person: string };
    'training.cancelled': { workshop: string; person: string };
  }
}

export type NewEnrolment = {
  id: string;
  workshop: string;
  /** Whose place it is; the person themself unless somebody who runs the workshop enrols them. */
  attendee?: string;
  /** With this, a full workshop puts them on the waiting list. */
  waitingList?: boolean;
  /** Why somebody is let in who has not done what comes first, where the policy refuses them; for who runs the workshop. */
  overrideReason?: string | null;
  /** They came without a seat, on these days: they have one, also beyond those there are, in place of their turn on the waiting list. */
  walkIn?: { id: string; sessions: string[] };
};

/**
 * Gives somebody a place, or puts them on the waiting list. Two people after the last seat: one has it, the other
 * is told 'workshop-full'. Those who run workshops may enrol others, also afterwards, to write down who came.
 */
export async function enrol(
  tx: Tx,
  { id, workshop, attendee, waitingList = false, overrideReason = null, walkIn }: NewEnrolment,
  person: Person
): Promise<EnrolmentRefusal | null> {
  const who = attendee ?? person.id;
  const runsIt = can(person, 'attendance.mark');
  if (who !== person.id && !runsIt) return 'not-yours-to-enrol';
  // One after the other: this person's enrolments, so that none clash, and this workshop's, so that none share a seat.
  await holdTimesOf(tx, [who]);
  await sql`select lock_workshop(${workshop})`.execute(tx);
  if (await tx.selectFrom('enrolments').select('id').where('id', '=', id).executeTakeFirst()) return null;

  const found = await workshopsVisibleTo(tx, person).where('workshops.id', '=', workshop).executeTakeFirst();
  if (!found) return 'no-such-workshop';
  if (found.cancelled_at && !walkIn) return 'workshop-cancelled';
  const places = await sessionsOfAttendee(tx, who);
  const here = places.filter((session) => session.workshop === workshop);
  const elsewhere = places.filter((session) => session.workshop !== workshop);
  const sessions = await sessionsOf(tx, workshop);
  const refusal = refusalToEnrol({
    seats: found.seats,
    taken: found.taken,
    alreadyEnrolled: walkIn ? here.some(({ seated }) => seated) : here.length > 0,
    sessions: walkIn ? sessions.filter(matters(walkIn.sessions)) : sessions,
    otherSessions: walkIn ? await withoutAbsences(tx, elsewhere, who) : elsewhere,
    teaches: await taughtBy(tx, who),
    mayCome: runsIt || !found.by_invitation || (await isInvited(tx, workshop, who)),
    afterwards: runsIt,
    waitingList: waitingList || walkIn !== undefined,
    at: now()
  });
  if (refusal) return refusal;
  const missing = found.ends_at > now() ? await refusedFor(tx, workshop, who, person) : [];
  if (missing.length > 0 && !(runsIt && overrideReason)) return 'prerequisite-missing';

  const seated = walkIn !== undefined || found.taken < found.seats;
  const at = now();
  // Their turn on the waiting list, which the refusal above left as it was.
  if (here.length > 0) await endPlace(tx, { workshop, attendee: who }, person);
  await tx
    .insertInto('enrolments')
    .values({
      organisation_id: person.organisation.id,
      id,
      workshop_id: workshop,
      person_id: who,
      asked_at: at,
      seated_at: seated ? at : null,
      walk_in_id: walkIn?.id ?? null
    })
    .execute();
  if (missing.length > 0) await keepOverride(tx, { enrolment: id, missing, reason: overrideReason! }, person);
  await audit(tx, { action: 'workshop.enrolled', subject: who, thing: { kind: 'workshop', id: workshop } });
  await record(tx, 'training.enrolled', { workshop, person: who, seated });
  return null;
}

/** Of the days of a workshop those somebody came to, and those still to come. */
const matters = (came: string[]) => (session: { id: string; endsAt: Date }) =>
  came.includes(session.id) || session.endsAt > now();

/** Nobody is in two places: of other workshops' days those count that they are not marked absent from. */
async function withoutAbsences<Day extends { id: string }>(tx: Tx, days: Day[], attendee: string) {
  const absent = await tx
    .selectFrom('current_attendances')
    .where('person_id', '=', attendee)
    .where('presence', '=', 'absent')
    .select('session_id')
    .execute();
  return days.filter(({ id }) => !absent.some(({ session_id }) => session_id === id));
}

export type NotEnrolled = {
  person: { id: string; name: string };
  refusal: EnrolmentRefusal;
  /** What comes first and they have not done, where that is why. */
  missing: Words[];
};

/**
 * Puts several people on a workshop's list, those first who are named first; when the seats are gone the rest wait, unless it
 * is over. Who is on it already stays as they are; whoever cannot be put on it is told with the reason, and the others are.
 */
export async function enrolEach(
  tx: Tx,
  {
    workshop,
    people,
    overrideReason = null
  }: { workshop: string; people: string[]; overrideReason?: string | null },
  person: Person
): Promise<{ seated: number; waiting: number; refused: NotEnrolled[] }> {
  // As whoever enrols locks them: people first, always in the same order, and then the workshop.
  await holdTimesOf(tx, people);
  await sql`select lock_workshop(${workshop})`.execute(tx);
  const before = await placesOf(tx, workshop);
  const names = new Map((await colleaguesToEnrol(tx, workshop, person)).map(({ id, name }) => [id, name]));
  const found = await workshopsVisibleTo(tx, person).where('workshops.id', '=', workshop).executeTakeFirst();
  const waitingList = found !== undefined && found.ends_at > now();
  const refused: NotEnrolled[] = [];
  for (const attendee of people.filter((one) => names.has(one))) {
    const refusal = await enrol(tx, { id: newId(), workshop, attendee, waitingList, overrideReason }, person);
    if (!refusal) continue;
    const lacking =
      refusal === 'prerequisite-missing' ? await missingFor(tx, workshop, attendee, person) : [];
    refused.push({
      person: { id: attendee, name: names.get(attendee)! },
      refusal,
      missing: lacking.map(({ titles }) => titles)
    });
  }
  const after = await placesOf(tx, workshop);
  return { seated: after.taken - before.taken, waiting: after.waiting - before.waiting, refused };
}

async function placesOf(tx: Tx, workshop: string): Promise<{ taken: number; waiting: number }> {
  const { rows } = await sql<{
    taken: number;
    waiting: number;
  }>`select * from places_in(${workshop})`.execute(tx);
  return rows[0]!;
}

/** The modules this person lacks before a workshop, where the policy of the day refuses them for it; otherwise none. */
async function refusedFor(tx: Tx, workshop: string, attendee: string, person: Person): Promise<string[]> {
  const policy = await trainingPolicyOn(tx, dayIn(person.organisation.timeZone));
  if (policy.prerequisites === 'warn') return [];
  return (await missingFor(tx, workshop, attendee, person)).map(({ module }) => module);
}

/** What somebody's paths ask for before what a workshop teaches, and they have not done, as far as the speaker may see. */
export async function missingFor(tx: Tx, workshop: string, attendee: string, person: Person) {
  const taught = (await taughtIn(tx, workshop)).map(({ module }) => module);
  if (attendee === person.id) return missingBefore(tx, taught, person);
  const roles = await tx
    .selectFrom('memberships')
    .where('organisation_id', '=', person.organisation.id)
    .where('person_id', '=', attendee)
    .where('until', 'is', null)
    .select(sql<Role>`role`.as('role'))
    .execute();
  return missingBefore(tx, taught, { ...person, id: attendee, roles: roles.map(({ role }) => role) });
}

async function keepOverride(
  tx: Tx,
  { enrolment, missing, reason }: { enrolment: string; missing: string[]; reason: string },
  person: Person
): Promise<void> {
  await tx
    .insertInto('prerequisite_overrides')
    .values({
      organisation_id: person.organisation.id,
      enrolment_id: enrolment,
      missing,
      reason,
      overridden_by: person.id,
      overridden_at: now()
    })
    .execute();
  // The log keeps nothing that somebody wrote of a person: it outlives their erasure.
  await audit(tx, { action: 'prerequisite.overridden', thing: { kind: 'enrolment', id: enrolment } });
}

async function isInvited(tx: Tx, workshop: string, person: string): Promise<boolean> {
  const invitation = await tx
    .selectFrom('workshop_invitations')
    .where('workshop_id', '=', workshop)
    .where('person_id', '=', person)
    .where('withdrawn_at', 'is', null)
    .select('id')
    .executeTakeFirst();
  return invitation !== undefined;
}

/** Gives a place back. Whoever has waited longest gets a free seat at once, and a mail that says so. */
export async function cancelEnrolment(
  tx: Tx,
  { workshop, attendee }: { workshop: string; attendee?: string },
  person: Person
): Promise<CancellationRefusal | null> {
  const who = attendee ?? person.id;
  if (who !== person.id && !can(person, 'attendance.mark')) return 'not-yours-to-enrol';
  await sql`select lock_workshop(${workshop})`.execute(tx);
  const found = await workshopsVisibleTo(tx, person).where('workshops.id', '=', workshop).executeTakeFirst();
  if (found && found.ends_at <= now()) return 'workshop-over';
  const cancelled = await endPlace(tx, { workshop, attendee: who }, person);
  if (!cancelled) return 'not-enrolled';
  await audit(tx, {
    action: 'workshop.place-given-back',
    subject: who,
    thing: { kind: 'workshop', id: workshop }
  });
  await record(tx, 'training.cancelled', { workshop, person: who });
  if (!found?.cancelled_at) await seatThoseWaiting(tx, workshop);
  return null;
}

async function endPlace(tx: Tx, of: { workshop: string; attendee: string }, person: Person) {
  return tx
    .updateTable('enrolments')
    .set({ cancelled_at: now(), cancelled_by: person.id })
    .where('workshop_id', '=', of.workshop)
    .where('person_id', '=', of.attendee)
    .where('cancelled_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
}

/** Everybody with a place or waiting for one, those who waited longest first, as far as the speaker may see them. */
export function enrolmentsOf(tx: Tx, workshop: string) {
  return tx
    .selectFrom('enrolments')
    .innerJoin('people', 'people.id', 'enrolments.person_id')
    .leftJoin('prerequisite_overrides as override', (join) =>
      join
        .onRef('override.organisation_id', '=', 'enrolments.organisation_id')
        .onRef('override.enrolment_id', '=', 'enrolments.id')
    )
    .where('workshop_id', '=', workshop)
    .where('cancelled_at', 'is', null)
    .select([
      'override.reason as let_in_because',
      'enrolments.id',
      'enrolments.person_id',
      'people.name',
      'people.language',
      'asked_at',
      'seated_at'
    ])
    .orderBy('asked_at')
    .orderBy('enrolments.id')
    .execute();
}

/** Those who have a seat in a workshop, by name. */
export const peopleSeatedIn = async (tx: Tx, workshop: string) =>
  seatedAmong(await enrolmentsOf(tx, workshop));

export function seatedAmong<Listed extends { seated_at: Date | null; name: string }>(
  listed: Listed[]
): Listed[] {
  return listed
    .filter(({ seated_at }) => seated_at)
    .toSorted((one, other) => one.name.localeCompare(other.name));
}

/** The colleagues who could still be put on a workshop's list. */
export function colleaguesToEnrol(tx: Tx, workshop: string, person: Person) {
  return tx
    .selectFrom('people')
    .where('people.kind', '=', 'staff')
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('memberships')
          .select('memberships.id')
          .whereRef('memberships.person_id', '=', 'people.id')
          .where('memberships.organisation_id', '=', person.organisation.id)
          .where('memberships.until', 'is', null)
          .where('memberships.role', 'in', permissions['workshops.enrol'])
      )
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('enrolments')
            .select('enrolments.id')
            .whereRef('enrolments.person_id', '=', 'people.id')
            .where('enrolments.workshop_id', '=', workshop)
            .where('enrolments.cancelled_at', 'is', null)
        )
      )
    )
    .select(['people.id', 'people.name'])
    .orderBy('people.name')
    .execute();
}

/** Gives free seats to those who have waited longest, and tells them. */
export async function seatThoseWaiting(tx: Tx, workshop: string): Promise<void> {
  const { rows } = await sql<{
    person_id: string;
  }>`select person_id from seat_those_waiting(${workshop}, ${now()})`.execute(tx);
  for (const { person_id } of rows) {
    await record(tx, 'training.seat-given', { workshop, person: person_id });
    const { language } = await tx
      .selectFrom('people')
      .select('language')
      .where('id', '=', person_id)
      .executeTakeFirstOrThrow();
    const locale = language as Locale;
    await sendMailLater(tx, {
      to: { person: person_id },
      subject: m.training_mail_moved_subject({}, { locale }),
      body: m.training_mail_moved_body(
        { link: `${settings().origin}/training/workshops/${workshop}` },
        { locale }
      )
    });
  }
}

async function sessionsOfAttendee(tx: Tx, attendee: string) {
  const rows = await tx
    .selectFrom('enrolments')
    .innerJoin('workshop_sessions as session', (join) =>
      join
        .onRef('session.organisation_id', '=', 'enrolments.organisation_id')
        .onRef('session.workshop_id', '=', 'enrolments.workshop_id')
    )
    .leftJoin('workshop_cancellations as off', (join) =>
      join
        .onRef('off.organisation_id', '=', 'enrolments.organisation_id')
        .onRef('off.workshop_id', '=', 'enrolments.workshop_id')
    )
    .where('enrolments.person_id', '=', attendee)
    .where('enrolments.cancelled_at', 'is', null)
    .where('off.cancelled_at', 'is', null)
    .select(['session.id', 'session.workshop_id', 'session.starts_at', 'session.ends_at'])
    .select('enrolments.seated_at')
    .execute();
  return rows.map(({ id, workshop_id, starts_at, ends_at, seated_at }) => ({
    id,
    workshop: workshop_id,
    seated: seated_at !== null,
    startsAt: starts_at,
    endsAt: ends_at
  }));
}
