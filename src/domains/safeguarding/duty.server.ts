import { sql } from 'kysely';
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import type { Step } from './clock.ts';
import { ladderRoles, staffedNow, type StaffedHours } from './duty.ts';

/** The rota from now on: who is called first, second, and as manager. */
export function rotaVisibleTo(tx: Tx, person: Person) {
  return tx
    .selectFrom('on_call_shifts as shift')
    .leftJoin('people', 'people.id', 'shift.person_id')
    .where('shift.organisation_id', '=', person.organisation.id)
    .where('withdrawn_at', 'is', null)
    .where('ends_at', '>', now())
    .select(['shift.id', 'shift.person_id', 'people.name', 'step', 'starts_at', 'ends_at'])
    .$narrowType<{ step: Step }>()
    .orderBy('starts_at')
    .orderBy('step');
}

/** Who may stand on the rota: those whose work it is to respond. */
export function possibleResponders(tx: Tx, person: Person) {
  return tx
    .selectFrom('memberships')
    .innerJoin('people', 'people.id', 'memberships.person_id')
    .where('memberships.organisation_id', '=', person.organisation.id)
    .where('role', 'in', [...ladderRoles, 'supervisor'])
    .where('until', 'is', null)
    .select(['people.id', 'people.name'])
    .distinct()
    .orderBy('people.name');
}

export type NewShift = { id: string; person: string; step: Step; startsAt: Date; endsAt: Date };

/** Puts somebody on the rota. */
export async function putOnCall(
  tx: Tx,
  { id, person: who, step, startsAt, endsAt }: NewShift,
  person: Person
): Promise<void> {
  await tx
    .insertInto('on_call_shifts')
    .values({
      organisation_id: person.organisation.id,
      id,
      person_id: who,
      step,
      starts_at: startsAt,
      ends_at: endsAt,
      set_by: person.id,
      set_at: now()
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await audit(tx, { action: 'on-call.set', thing: { kind: 'on_call_shifts', id } });
}

/** Takes a shift off the rota. */
export async function takeOffCall(tx: Tx, shift: string): Promise<void> {
  await tx
    .updateTable('on_call_shifts')
    .set({ withdrawn_at: now() })
    .where('id', '=', shift)
    .where('withdrawn_at', 'is', null)
    .execute();
  await audit(tx, { action: 'on-call.withdrawn', thing: { kind: 'on_call_shifts', id: shift } });
}

/** The hours of the week when somebody is there; for visitors too. */
export function staffedHours(tx: Tx) {
  return tx
    .selectFrom('staffed_hours')
    .where('organisation_id', '=', sql<string>`current_organisation()`)
    .where('withdrawn_at', 'is', null)
    .select(['id', 'weekday', 'opens', 'closes'])
    .orderBy('weekday')
    .orderBy('opens');
}

export async function addStaffedHours(
  tx: Tx,
  { id, weekday, opens, closes }: StaffedHours & { id: string },
  person: Person
): Promise<void> {
  await tx
    .insertInto('staffed_hours')
    .values({
      organisation_id: person.organisation.id,
      id,
      weekday,
      opens,
      closes,
      set_by: person.id,
      set_at: now()
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await audit(tx, { action: 'staffed-hours.set', thing: { kind: 'staffed_hours', id } });
}

export async function withdrawStaffedHours(tx: Tx, hours: string): Promise<void> {
  await tx
    .updateTable('staffed_hours')
    .set({ withdrawn_at: now() })
    .where('id', '=', hours)
    .where('withdrawn_at', 'is', null)
    .execute();
  await audit(tx, { action: 'staffed-hours.withdrawn', thing: { kind: 'staffed_hours', id: hours } });
}

/** Whether a person can be expected to answer now: staffed hours, or somebody on call. What a seeker is told, honestly. */
export async function somebodyThere(tx: Tx, timeZone: string): Promise<boolean> {
  if (staffedNow(await staffedHours(tx).execute(), now(), timeZone)) return true;
  const { rows } = await sql<{ there: boolean }>`select somebody_on_call(${now()}) as there`.execute(tx);
  return rows[0]!.there;
}
