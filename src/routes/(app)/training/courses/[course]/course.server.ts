import { error } from '@sveltejs/kit';
import { coursesVisibleTo } from '#domains/training/index.server.ts';

/** The course of this address, or "not found" where whoever asks may not see it. */
export async function courseOf({ tx, person }: App.Locals, id: string) {
  const course = await coursesVisibleTo(tx, person!).where('courses.id', '=', id).executeTakeFirst();
  return course ?? error(404);
}

/** The same for who takes it; for others there is nothing to open. */
export async function courseTaken(locals: App.Locals, id: string) {
  const course = await courseOf(locals, id);
  return course.my_begun_at === null ? error(404) : course;
}
