import { sql } from 'kysely';
import { lackingCertificateFor } from '#domains/competence/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import type { Day } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { refusalToAssign, type AssignmentRefusal } from './assignment.ts';
import { policyOn } from './policy.server.ts';

export type NewAssignment = { id: string; supervisor: string; supervisee: string; since: Day };

/** Gives somebody a supervisor from a day on; the one before ends that day. The same id again changes nothing. */
export async function assignSupervisor(
  tx: Tx,
  { id, supervisor, supervisee, since }: NewAssignment,
  person: Person
): Promise<AssignmentRefusal | null> {
  // Two coordinators may fill the last place at once: one at a time.
  await sql`select pg_advisory_xact_lock(hashtextextended(${supervisor}, 0))`.execute(tx);
  if (await isDone(tx, id)) return null;
  const attempt = {
    supervisor,
    supervisee,
    isSupervisor: await isSupervisor(tx, supervisor),
    certified: (await lackingCertificateFor(tx, 'supervisor', [supervisor], since)).length === 0,
    supervisees: await superviseesOf(tx, supervisor)
  };
  const refusal = refusalToAssign(attempt, await policyOn(tx, since));
  if (refusal) return refusal;
  await endPresent(tx, supervisee, since, person);
  await tx
    .insertInto('supervisor_assignments')
    .values({
      organisation_id: person.organisation.id,
      id,
      supervisor_id: supervisor,
      supervisee_id: supervisee,
      since,
      assigned_by: sql<string>`current_person()`
    })
    .execute();
  await audit(tx, {
    action: 'supervisor.assigned',
    subject: supervisee,
    thing: { kind: 'supervisor_assignments', id }
  });
  return null;
}

/** The ids of those a supervisor supervises now. */
async function superviseesOf(tx: Tx, supervisor: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('supervisor_assignments')
    .select('supervisee_id')
    .where('supervisor_id', '=', supervisor)
    .where('until', 'is', null)
    .execute();
  return rows.map(({ supervisee_id }) => supervisee_id);
}

/** Everybody who may supervise, with how many they supervise now. */
export function supervisors(tx: Tx, person: Person) {
  return tx
    .selectFrom('memberships')
    .innerJoin('people', 'people.id', 'memberships.person_id')
    .where('memberships.organisation_id', '=', person.organisation.id)
    .where('role', '=', 'supervisor')
    .where('until', 'is', null)
    .select((eb) => [
      'people.id',
      'people.name',
      eb
        .selectFrom('supervisor_assignments as assignment')
        .whereRef('assignment.organisation_id', '=', 'memberships.organisation_id')
        .whereRef('assignment.supervisor_id', '=', 'people.id')
        .where('assignment.until', 'is', null)
        .select(eb.fn.countAll<number>().as('count'))
        .$asScalar()
        .$notNull()
        .as('supervisees')
    ])
    .orderBy('people.name');
}

/** Those who should have a supervisor and whom this person looks after: a supervisor's own, or for a coordinator everybody's. */
export async function superviseesVisibleTo(tx: Tx, person: Person): Promise<{ id: string; name: string }[]> {
  if (person.roles.includes('coordinator')) return everybodySupporting(tx, person);
  const own = await superviseesOf(tx, person.id);
  return own.length
    ? tx.selectFrom('people').select(['id', 'name']).where('id', 'in', own).orderBy('name').execute()
    : [];
}

/** Whom a supervisor may have met: their own people first, then everybody else who supports people here. */
export async function peopleToMeet(tx: Tx, person: Person): Promise<{ id: string; name: string }[]> {
  const own = new Set(await superviseesOf(tx, person.id));
  const everybody = (await everybodySupporting(tx, person)).filter(({ id }) => id !== person.id);
  return [...everybody.filter(({ id }) => own.has(id)), ...everybody.filter(({ id }) => !own.has(id))];
}

function everybodySupporting(tx: Tx, person: Person): Promise<{ id: string; name: string }[]> {
  return tx
    .selectFrom('memberships')
    .innerJoin('people', 'people.id', 'memberships.person_id')
    .where('memberships.organisation_id', '=', person.organisation.id)
    .where('role', 'in', ['supporter', 'practitioner'])
    .where('until', 'is', null)
    .select(['people.id', 'people.name'])
    .distinct()
    .orderBy('people.name')
    .execute();
}

async function isDone(tx: Tx, id: string): Promise<boolean> {
  return (
    (await tx.selectFrom('supervisor_assignments').select('id').where('id', '=', id).executeTakeFirst()) !==
    undefined
  );
}

async function isSupervisor(tx: Tx, person: string): Promise<boolean> {
  const membership = await tx
    .selectFrom('memberships')
    .select('id')
    .where('person_id', '=', person)
    .where('role', '=', 'supervisor')
    .where('until', 'is', null)
    .where('organisation_id', '=', sql<string>`current_organisation()`)
    .executeTakeFirst();
  return membership !== undefined;
}

async function endPresent(tx: Tx, supervisee: string, on: Day, person: Person): Promise<void> {
  await tx
    .updateTable('supervisor_assignments')
    // Whoever is reassigned before their first day keeps that day.
    .set({ until: sql<string>`greatest(since, ${on}::date)`, ended_by: person.id })
    .where('supervisee_id', '=', supervisee)
    .where('until', 'is', null)
    .execute();
}
