import { error } from '@sveltejs/kit';
import { can, type Permission } from '#platform/access/index.ts';
import { isId } from '#platform/ids.ts';

/** A colleague whose page the reader may open: themselves, or anybody for who holds the permission. Else there is no such page. */
export async function colleagueSeen(
  { tx, person: reader }: App.Locals,
  id: string,
  others: Permission
): Promise<{ id: string; name: string }> {
  if (!isId(id) || !(reader!.id === id || can(reader, others))) error(404);
  const found = await tx
    .selectFrom('people')
    .where('id', '=', id)
    .where('kind', '=', 'staff')
    .select(['id', 'name'])
    .executeTakeFirst();
  if (!found) error(404);
  return found;
}
