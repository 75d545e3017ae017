/** Those who came without a seat: written down from a device, then said who they are, or removed. */
import { sql } from 'kysely';
import { can, type Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { openOurOwn, sealForOurselves } from '#platform/encryption/index.server.ts';
import { newId } from '#platform/ids.ts';
import type { Presence } from './attendance.ts';
import { markAttendance, marksOf } from './attendance.server.ts';
import { colleaguesToEnrol, enrol, enrolmentsOf } from './enrolment.server.ts';
import { walkInDaysMax, type WalkIn, type WalkInRefusal, type WalkInRemoval } from './walk-in.ts';

const purpose = 'walk-in';

export type NewWalkIn = {
  id: string;
  workshop: string;
  name: string;
  contact: string;
  chosen: string | null;
  writtenAt: Date;
};

/** Writes somebody down, once; what came first stays. */
export async function writeWalkIn(tx: Tx, walkIn: NewWalkIn, person: Person): Promise<void> {
  const { id, workshop, name, contact, chosen, writtenAt } = walkIn;
  const organisation_id = person.organisation.id;
  const written = await tx
    .insertInto('walk_ins')
    .values({
      organisation_id,
      id,
      workshop_id: workshop,
      // A device may name somebody who has left since.
      chosen_id: chosen && (await mayBe(tx, workshop, chosen, person)) ? chosen : null,
      written_by: person.id,
      written_at: writtenAt
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!written) return;
  await tx
    .insertInto('walk_in_names')
    .values({
      organisation_id,
      walk_in_id: id,
      sealed: sealForOurselves(JSON.stringify({ name, contact }), purpose)
    })
    .execute();
  await audit(tx, { action: 'walk-in.written', thing: { kind: 'workshop', id: workshop } });
}

export type NewWalkInMark = {
  id: string;
  walkIn: string;
  session: string;
  presence: Presence;
  hours: number;
  madeAt: Date;
};

export async function markWalkIn(tx: Tx, mark: NewWalkInMark, person: Person): Promise<void> {
  await tx
    .insertInto('walk_in_marks')
    .values({
      organisation_id: person.organisation.id,
      id: mark.id,
      walk_in_id: mark.walkIn,
      session_id: mark.session,
      presence: mark.presence,
      hours: String(mark.hours),
      marked_by: person.id,
      made_at: mark.madeAt
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** What was said of somebody who was written down: a person, why they were removed, or neither yet. */
export async function standingOfWalkIn(tx: Tx, id: string) {
  return tx
    .selectFrom('walk_ins')
    .leftJoin('walk_in_settlements as said', (join) =>
      join
        .onRef('said.organisation_id', '=', 'walk_ins.organisation_id')
        .onRef('said.walk_in_id', '=', 'walk_ins.id')
    )
    .where('walk_ins.id', '=', id)
    .select(['walk_ins.workshop_id as workshop', 'said.person_id as person', 'said.removed_as as removedAs'])
    .executeTakeFirst();
}

/** Those of a workshop of whom nobody has said yet who they are; reading their names leaves an entry. */
export async function walkInsOf(tx: Tx, workshop: string): Promise<WalkIn[]> {
  const rows = await tx
    .selectFrom('walk_ins')
    .innerJoin('walk_in_names as kept', (join) =>
      join
        .onRef('kept.organisation_id', '=', 'walk_ins.organisation_id')
        .onRef('kept.walk_in_id', '=', 'walk_ins.id')
    )
    .innerJoin('people as writer', 'writer.id', 'walk_ins.written_by')
    .where('walk_ins.workshop_id', '=', workshop)
    .select(['walk_ins.id', 'walk_ins.chosen_id as chosen', 'kept.sealed', 'writer.name as writtenBy'])
    .orderBy('walk_ins.written_at')
    .orderBy('walk_ins.id')
    .execute();
  if (rows.length === 0) return [];
  await audit(tx, { action: 'walk-in-names.read', thing: { kind: 'workshop', id: workshop } });
  const marks = await marksOfWalkIns(
    tx,
    rows.map(({ id }) => id)
  );
  return rows.map(({ sealed, ...row }) => ({
    ...row,
    ...opened(sealed),
    marks: marks.filter(({ walkIn }) => walkIn === row.id)
  }));
}

/** Holds for workshops with somebody of whom nobody has said yet who they are; it reads no name. */
export const hasOpenWalkIns = sql<boolean>`exists (
  select from walk_ins w join walk_in_names n on n.organisation_id = w.organisation_id and n.walk_in_id = w.id
  where w.organisation_id = workshops.organisation_id and w.workshop_id = workshops.id)`;

export async function someCameWithoutSeat(tx: Tx, workshop: string): Promise<boolean> {
  const found = await tx
    .selectFrom('workshops')
    .where('workshops.id', '=', workshop)
    .where(hasOpenWalkIns)
    .select('workshops.id')
    .executeTakeFirst();
  return found !== undefined;
}

function opened(sealed: string): { name: string; contact: string } {
  const words = openOurOwn(sealed, purpose);
  if (words === null) throw new Error('The name of somebody who came without a seat cannot be opened.');
  return JSON.parse(words);
}

export async function marksOfWalkIns(tx: Tx, walkIns: string[]) {
  const rows = await tx
    .selectFrom('walk_in_marks as mark')
    .innerJoin('workshop_sessions as session', (join) =>
      join
        .onRef('session.organisation_id', '=', 'mark.organisation_id')
        .onRef('session.id', '=', 'mark.session_id')
    )
    .where('mark.walk_in_id', 'in', walkIns)
    .distinctOn(['mark.walk_in_id', 'session.starts_at'])
    .select(['mark.walk_in_id as walkIn', 'mark.session_id as session', 'session.starts_at as startsAt'])
    .select(['mark.hours', sql<Presence>`mark.presence`.as('presence')])
    .orderBy('mark.walk_in_id')
    .orderBy('session.starts_at')
    .orderBy('mark.made_at', 'desc')
    .orderBy('mark.id', 'desc')
    .execute();
  return rows.map((row) => ({ ...row, hours: Number(row.hours) }));
}

/** Everybody a walk-in can turn out to be: who is on the workshop's list, and the colleagues who could be put on it. */
export async function peopleToLink(tx: Tx, workshop: string, person: Person) {
  const listed = (await enrolmentsOf(tx, workshop)).map(({ person_id: id, name }) => ({ id, name }));
  return [...listed, ...(await colleaguesToEnrol(tx, workshop, person))].toSorted((one, other) =>
    one.name.localeCompare(other.name)
  );
}

async function mayBe(tx: Tx, workshop: string, attendee: string, person: Person): Promise<boolean> {
  return (await peopleToLink(tx, workshop, person)).some(({ id }) => id === attendee);
}

export type Linking = { walkIn: string; attendee: string; overrideReason?: string | null };
/** `otherwise`: the days of which a sheet says otherwise already; what it says stays. */
export type Linked = { otherwise: Date[] };

/**
 * Says who it was who came without a seat. They get a place, also beyond the seats, what was marked of them becomes their
 * attendance, and the name that was kept is gone. A refusal leaves everything as it is; the same again changes nothing.
 */
export async function linkWalkIn(
  tx: Tx,
  { walkIn, attendee, overrideReason = null }: Linking,
  person: Person
): Promise<WalkInRefusal | Linked> {
  if (!can(person, 'attendance.mark')) return 'not-yours-to-enrol';
  await holdWalkIn(tx, walkIn);
  const found = await standingOfWalkIn(tx, walkIn);
  if (found?.person === attendee) return { otherwise: [] };
  if (!found || found.person || found.removedAs) return 'no-such-walk-in';
  if (!(await mayBe(tx, found.workshop, attendee, person))) return 'nobody-to-enrol';
  const marks = await marksOfWalkIns(tx, [walkIn]);
  const came = marks.filter(({ presence }) => presence !== 'absent').map(({ session }) => session);
  const place = { id: newId(), workshop: found.workshop, attendee, overrideReason };
  const refusal = await enrol(tx, { ...place, walkIn: { id: walkIn, sessions: came } }, person);
  if (refusal && refusal !== 'already-enrolled') return refusal;
  await settle(tx, { walkIn, workshop: found.workshop, person: attendee }, person);
  return { otherwise: await countMarks(tx, { workshop: found.workshop, attendee, marks }, person) };
}

type Counting = { workshop: string; attendee: string; marks: WalkIn['marks'] };

async function countMarks(tx: Tx, { workshop, attendee, marks }: Counting, person: Person): Promise<Date[]> {
  const stands = (await marksOf(tx, workshop)).filter((mark) => mark.person === attendee);
  const otherwise: Date[] = [];
  for (const { session, presence, hours, startsAt } of marks) {
    const before = stands.find((mark) => mark.session === session);
    if (before && (before.presence !== presence || before.hours !== hours)) otherwise.push(startsAt);
    if (before) continue;
    const refusal = await markAttendance(
      tx,
      { session, marks: [{ person: attendee, presence, hours }] },
      person
    );
    // What was marked of them was held to the same rules when it came.
    if (refusal) throw new Error(`A walk-in's mark does not count: ${refusal}.`);
  }
  return otherwise;
}

/** Takes somebody off who is nobody to be counted; the name is gone. */
export async function removeWalkIn(
  tx: Tx,
  { walkIn, as }: { walkIn: string; as: WalkInRemoval },
  person: Person
): Promise<WalkInRefusal | null> {
  if (!can(person, 'attendance.mark')) return 'not-yours-to-enrol';
  await holdWalkIn(tx, walkIn);
  const found = await standingOfWalkIn(tx, walkIn);
  if (found?.removedAs) return null;
  if (!found || found.person) return 'no-such-walk-in';
  await settle(tx, { walkIn, workshop: found.workshop, removedAs: as }, person);
  return null;
}

type Settling = { walkIn: string; workshop: string } & ({ person: string } | { removedAs: WalkInRemoval });

async function settle(tx: Tx, said: Settling, person: Person): Promise<void> {
  const who = 'person' in said ? said.person : null;
  await tx
    .insertInto('walk_in_settlements')
    .values({
      organisation_id: person.organisation.id,
      walk_in_id: said.walkIn,
      person_id: who,
      removed_as: 'removedAs' in said ? said.removedAs : null,
      settled_by: person.id,
      settled_at: now()
    })
    .execute();
  await tx.deleteFrom('walk_in_names').where('walk_in_id', '=', said.walkIn).execute();
  await audit(tx, {
    action: who ? 'walk-in.linked' : 'walk-in.removed',
    subject: who,
    thing: { kind: 'workshop', id: said.workshop }
  });
}

/** Forgets the names of which nobody has said, long after the workshop, who they are. */
export async function forgetOldWalkIns(tx: Tx): Promise<void> {
  const before = new Date(now().getTime() - walkInDaysMax * 24 * 60 * 60_000);
  const forgotten = await tx
    .deleteFrom('walk_in_names')
    .where('walk_in_id', 'in', (eb) =>
      eb
        .selectFrom('walk_ins')
        .innerJoin('workshop_sessions as session', (join) =>
          join
            .onRef('session.organisation_id', '=', 'walk_ins.organisation_id')
            .onRef('session.workshop_id', '=', 'walk_ins.workshop_id')
        )
        .groupBy('walk_ins.id')
        .having(({ fn }) => fn.max('session.ends_at'), '<', before)
        .select('walk_ins.id')
    )
    .returning('walk_in_id as id')
    .execute();
  await audit(
    tx,
    ...forgotten.map(({ id }) => ({ action: 'walk-in.forgotten' as const, thing: { kind: 'walk-in', id } }))
  );
}

/** One after the other, whoever says who it was and a device that marks another day. */
export async function holdWalkIn(tx: Tx, id: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${id}, 0))`.execute(tx);
}
