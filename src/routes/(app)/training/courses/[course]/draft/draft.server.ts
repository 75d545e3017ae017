import { error } from '@sveltejs/kit';
import { draftsVisibleTo } from '#domains/training/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import type { Tx } from '#platform/database/index.server.ts';

/** The draft of this course, or "not found" for who does not write courses. */
export async function draftOf(tx: Tx, course: string, person: Person) {
  const draft = await draftsVisibleTo(tx, person).where('courses.id', '=', course).executeTakeFirst();
  return draft ?? error(404);
}

/** The revision that a form was made with. */
export const revisionIn = (form: FormData) => Number(form.get('revision'));

/** The list with one of its things a place earlier. */
export function earlier<Thing extends { id: string }>(things: Thing[], id: string): Thing[] {
  const at = things.findIndex((thing) => thing.id === id);
  if (at < 1) return things;
  const [moved] = things.slice(at, at + 1);
  return [...things.slice(0, at - 1), moved!, things[at - 1]!, ...things.slice(at + 1)];
}
