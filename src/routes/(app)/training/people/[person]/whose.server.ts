import { error } from '@sveltejs/kit';
import { trainingRecord } from '#domains/training/index.server.ts';
import { can } from '#platform/access/index.ts';
import { isId } from '#platform/ids.ts';

/** A colleague and what they attended: one's own record, or anybody's for who assesses and coordinates. */
export async function recordSeen({ tx, person: reader }: App.Locals, id: string) {
  const own = reader!.id === id;
  if (!isId(id) || !(own || can(reader, 'assessments.see'))) error(404);
  const learner = await tx
    .selectFrom('people')
    .where('id', '=', id)
    .where('kind', '=', 'staff')
    .select(['id', 'name'])
    .executeTakeFirst();
  if (!learner) error(404);
  return { own, learner, record: await trainingRecord(tx, { person: id }) };
}
