import { can, type Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { refusalToTeach, type TaughtModule, type TeachRefusal } from './teaching.ts';
import { sessionsOf, workshopsVisibleTo } from './workshop.server.ts';
import { hoursOf } from './workshop.ts';

/** The coming workshops that teach any of these modules, the next one first. */
export async function workshopsTeaching(tx: Tx, modules: string[], person: Person) {
  if (modules.length === 0) return [];
  return workshopsVisibleTo(tx, person)
    .innerJoin('workshop_modules as taught', (join) =>
      join
        .onRef('taught.organisation_id', '=', 'workshops.organisation_id')
        .onRef('taught.workshop_id', '=', 'workshops.id')
    )
    .where('taught.module_id', 'in', modules)
    .where('dates.starts_at', '>', now())
    .where('cancellation.cancelled_at', 'is', null)
    .select('taught.module_id')
    .orderBy('dates.starts_at')
    .orderBy('workshops.id')
    .execute();
}

/** What a workshop teaches, in order. */
export async function taughtIn(tx: Tx, workshop: string): Promise<TaughtModule[]> {
  const rows = await tx
    .selectFrom('workshop_modules')
    .where('workshop_id', '=', workshop)
    .select(['module_id', 'hours'])
    .orderBy('position')
    .execute();
  return rows.map(({ module_id, hours }) => ({ module: module_id, hours: Number(hours) }));
}

/** Says what a workshop teaches, in this order. What was said before no longer counts; a repeat changes nothing. */
export async function setTaught(
  tx: Tx,
  { workshop, modules }: { workshop: string; modules: TaughtModule[] },
  person: Person
): Promise<TeachRefusal | null> {
  if (!can(person, 'workshops.schedule')) return 'not-yours-to-change';
  const found = await workshopsVisibleTo(tx, person).where('workshops.id', '=', workshop).executeTakeFirst();
  if (!found) return 'no-such-workshop';
  const sessions = await sessionsOf(tx, workshop);
  const refusal = refusalToTeach(
    modules,
    sessions.reduce((sum, session) => sum + hoursOf(session), 0)
  );
  if (refusal) return refusal;
  await tx.deleteFrom('workshop_modules').where('workshop_id', '=', workshop).execute();
  if (modules.length > 0) {
    await tx
      .insertInto('workshop_modules')
      .values(
        modules.map(({ module, hours }, index) => ({
          organisation_id: person.organisation.id,
          workshop_id: workshop,
          position: index + 1,
          module_id: module,
          hours: String(hours)
        }))
      )
      .execute();
  }
  await audit(tx, { action: 'workshop.modules-set', thing: { kind: 'workshop', id: workshop } });
  return null;
}
