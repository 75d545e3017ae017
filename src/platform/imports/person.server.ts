import type { Person } from '#platform/access/index.ts';
import { membershipsOf } from '#platform/access/index.server.ts';
import type { Tx } from '#platform/database/index.server.ts';

/** The person a transaction already speaks as, with the roles they hold now; for work outside a request. */
export async function personFor(tx: Tx, id: string, organisation: string): Promise<Person | null> {
  const membership = (await membershipsOf(tx, id)).find((found) => found.organisation.id === organisation);
  if (!membership) return null;
  const { name } = await tx
    .selectFrom('people')
    .where('id', '=', id)
    .select('name')
    .executeTakeFirstOrThrow();
  return { id, name, ...membership };
}
