import { enrolmentsOf, workshopsVisibleTo } from '#domains/training/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { isId } from '#platform/ids.ts';

/** A workshop with the ids of those seated in it; null where there is none that the reader may see. */
export async function seatedIn(
  tx: Tx,
  workshop: string,
  reader: Person
): Promise<{ title: string; people: Set<string> } | null> {
  const visible = isId(workshop)
    ? await workshopsVisibleTo(tx, reader).where('workshops.id', '=', workshop).executeTakeFirst()
    : undefined;
  if (!visible) return null;
  const seated = (await enrolmentsOf(tx, workshop)).filter(({ seated_at }) => seated_at !== null);
  return { title: visible.title, people: new Set(seated.map(({ person_id }) => person_id)) };
}
