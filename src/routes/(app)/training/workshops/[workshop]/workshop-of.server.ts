import { error } from '@sveltejs/kit';
import { workshopsVisibleTo } from '#domains/training/index.server.ts';
import { isId } from '#platform/ids.ts';

/** The workshop of this page, or not found. */
export async function workshopOf({ tx, person }: App.Locals, id: string) {
  if (!isId(id)) error(404);
  const workshop = await workshopsVisibleTo(tx, person!).where('workshops.id', '=', id).executeTakeFirst();
  return workshop ?? error(404);
}
