import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { marksOf } from './attendance.server.ts';
import { registerOf, type Register } from './register.ts';
import { sessionsOf } from './workshop.server.ts';

type Held = { id: string; cancelled_at: Date | null };

/** A workshop's register as it is now, by name, as far as the speaker may see who came. */
export async function registerOfWorkshop(tx: Tx, workshop: Held): Promise<Register> {
  const rows = await tx
    .selectFrom('enrolments')
    .innerJoin('people', 'people.id', 'enrolments.person_id')
    .where('workshop_id', '=', workshop.id)
    .where('seated_at', 'is not', null)
    .select(({ eb, fn }) => [
      'people.id',
      'people.name',
      fn.agg<boolean>('bool_or', [eb('cancelled_at', 'is', null)]).as('seated')
    ])
    .groupBy(['people.id', 'people.name'])
    .orderBy('people.name')
    .execute();
  return registerOf(
    { sessions: await sessionsOf(tx, workshop.id), people: rows, marks: await marksOf(tx, workshop.id) },
    { at: now(), cancelledAt: workshop.cancelled_at }
  );
}
