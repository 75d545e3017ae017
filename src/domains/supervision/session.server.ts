import { sql } from 'kysely';
import { profilesOf } from '#domains/people/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { dayIn, now, type Day } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { reveal, seal } from '#platform/encryption/index.server.ts';
import { newId } from '#platform/ids.ts';
import { refusalToRecord, type SessionKind, type SessionRefusal } from './session.ts';

export type NewSession = {
  id: string;
  kind: SessionKind;
  on: Day;
  minutes: number;
  /** Whoever led it, when it is not the person who records it. */
  ledBy?: string;
  attendees: string[];
  /** What was talked about, without anything that tells a person seeking support apart. */
  note?: string;
  actions?: { person: string; what: string; dueOn: Day | null }[];
};

/** Records a supervision session, all or nothing. The same id again changes nothing. */
export async function recordSupervision(
  tx: Tx,
  session: NewSession,
  person: Person
): Promise<SessionRefusal | null> {
  const ledBy = session.ledBy ?? person.id;
  const attendees = [...new Set(session.attendees)];
  const profiles = await profilesOf(tx, attendees);
  const lineManagers = [...profiles.values()].flatMap(({ lineManager }) => lineManager ?? []);
  const refusal = refusalToRecord({
    ...session,
    ledBy,
    attendees,
    lineManagers,
    today: dayIn(person.organisation.timeZone)
  });
  if (refusal) return refusal;
  if (!(await insertSession(tx, { ...session, ledBy }, person))) return null;
  const here = { organisation_id: person.organisation.id, session_id: session.id };
  await tx
    .insertInto('supervision_attendances')
    .values(attendees.map((attendee) => ({ ...here, person_id: attendee })))
    .execute();
  if (session.note?.trim()) await sealNote(tx, here, ledBy, session.note.trim());
  for (const action of session.actions ?? [])
    if (attendees.includes(action.person)) await sealAction(tx, here, action);
  await audit(
    tx,
    ...attendees.map((subject) => ({
      action: 'supervision.recorded' as const,
      subject,
      thing: { kind: 'supervision_sessions', id: session.id }
    }))
  );
  return null;
}

async function insertSession(
  tx: Tx,
  { id, kind, on, minutes, ledBy }: NewSession & { ledBy: string },
  person: Person
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('supervision_sessions')
    .values({
      organisation_id: person.organisation.id,
      id,
      kind,
      held_on: on,
      minutes,
      led_by: ledBy,
      recorded_by: sql<string>`current_person()`,
      recorded_at: now()
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return Boolean(numInsertedOrUpdatedRows);
}

type Here = { organisation_id: string; session_id: string };

async function sealNote(tx: Tx, here: Here, ledBy: string, note: string): Promise<void> {
  const sealed = await seal(tx, ledBy, note, { column: 'supervision_notes.sealed', row: here.session_id });
  await tx
    .insertInto('supervision_notes')
    .values({ ...here, led_by: ledBy, sealed })
    .execute();
}

async function sealAction(
  tx: Tx,
  here: Here,
  { person, what, dueOn }: { person: string; what: string; dueOn: Day | null }
): Promise<void> {
  if (!what.trim()) return;
  const id = newId();
  const sealed = await seal(tx, person, what.trim(), { column: 'coaching_actions.sealed', row: id });
  await tx
    .insertInto('coaching_actions')
    .values({ ...here, id, person_id: person, sealed, due_on: dueOn })
    .execute();
}

/** The sessions somebody took part in, newest first. Row-level security decides whose may be seen. */
export function sessionsOf(tx: Tx, attendee: string) {
  return tx
    .selectFrom('supervision_sessions as session')
    .innerJoin('supervision_attendances as attendance', (join) =>
      join
        .onRef('attendance.organisation_id', '=', 'session.organisation_id')
        .onRef('attendance.session_id', '=', 'session.id')
    )
    .leftJoin('people as leader', 'leader.id', 'session.led_by')
    .where('attendance.person_id', '=', attendee)
    .select([
      'session.id',
      'session.kind',
      'session.held_on',
      'session.minutes',
      'leader.name as led_by_name'
    ])
    .$narrowType<{ kind: SessionKind }>()
    .orderBy('held_on', 'desc')
    .orderBy('session.id', 'desc');
}

/** One session with who was there, and whether it has a note that the speaker may open. */
export async function sessionVisibleTo(tx: Tx, session: string, person: Person) {
  const found = await tx
    .selectFrom('supervision_sessions as session')
    .leftJoin('people as leader', 'leader.id', 'session.led_by')
    .leftJoin('supervision_notes as note', (join) =>
      join
        .onRef('note.organisation_id', '=', 'session.organisation_id')
        .onRef('note.session_id', '=', 'session.id')
    )
    .where('session.organisation_id', '=', person.organisation.id)
    .where('session.id', '=', session)
    .select([
      'session.id',
      'session.kind',
      'session.held_on',
      'session.minutes',
      'session.led_by',
      'leader.name as led_by_name',
      sql<boolean>`note.session_id is not null`.as('has_note'),
      sql<boolean>`took_part(session.id)`.as('took_part')
    ])
    .$narrowType<{ kind: SessionKind }>()
    .executeTakeFirst();
  if (!found) return null;
  const attendees = await tx
    .selectFrom('supervision_attendances')
    .innerJoin('people', 'people.id', 'supervision_attendances.person_id')
    .where('session_id', '=', session)
    .select(['people.id', 'people.name'])
    .orderBy('people.name')
    .execute();
  return { ...found, attendees };
}

/** What was talked about, opened for somebody who took part; null when it was erased or is not theirs. Always on record. */
export async function noteOf(tx: Tx, session: string): Promise<string | null> {
  const note = await tx
    .selectFrom('supervision_notes')
    .where('session_id', '=', session)
    .select(['sealed', 'led_by'])
    .executeTakeFirst();
  if (!note) return null;
  const place = { column: 'supervision_notes.sealed', row: session } as const;
  const [text] = await reveal(tx, note.led_by, [{ text: note.sealed, place }]);
  return text ?? null;
}

export type CoachingAction = { id: string; what: string | null; dueOn: Day | null; doneOn: Day | null };

/** What somebody agreed to do, opened: their own, or a supervisee's. Each reading is on record. */
export async function coachingActionsOf(tx: Tx, person: string): Promise<CoachingAction[]> {
  const rows = await tx
    .selectFrom('coaching_actions as action')
    .leftJoin('coaching_action_completions as completion', (join) =>
      join
        .onRef('completion.organisation_id', '=', 'action.organisation_id')
        .onRef('completion.action_id', '=', 'action.id')
    )
    .where('person_id', '=', person)
    .select(['action.id', 'sealed', 'due_on', 'done_on'])
    .orderBy(sql`done_on is not null`)
    .orderBy('due_on')
    .limit(50)
    .execute();
  const words = await reveal(
    tx,
    person,
    rows.map(({ id, sealed }) => ({
      text: sealed,
      place: { column: 'coaching_actions.sealed', row: id } as const
    }))
  );
  return rows.map(({ id, due_on, done_on }, index) => ({
    id,
    what: words[index]!,
    dueOn: due_on,
    doneOn: done_on
  }));
}

/** Says that an agreed step is done. */
export async function completeCoachingAction(
  tx: Tx,
  action: string,
  person: Person
): Promise<'no-such-action' | null> {
  const known = await tx
    .selectFrom('coaching_actions')
    .select('id')
    .where('id', '=', action)
    .executeTakeFirst();
  if (!known) return 'no-such-action';
  await tx
    .insertInto('coaching_action_completions')
    .values({
      organisation_id: person.organisation.id,
      action_id: action,
      done_on: dayIn(person.organisation.timeZone),
      said_by: person.id
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await audit(tx, { action: 'coaching-action.completed', thing: { kind: 'coaching_actions', id: action } });
  return null;
}
