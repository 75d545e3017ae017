import { error } from '@sveltejs/kit';
import { mayEnterPapers, testOf } from '#domains/training/index.server.ts';
import type { TestOccasion } from '#domains/training/index.ts';
import { workshopOf } from '../workshop-of.server.ts';

/** The workshop of this page and its test, for whoever enters papers; or not found. */
export async function testToEnter(locals: App.Locals, params: { workshop: string }) {
  const workshop = await workshopOf(locals, params.workshop);
  const test = await testOf(locals.tx, workshop.id);
  if (!test || !(await mayEnterPapers(locals.tx, workshop.id, locals.person!))) error(404);
  return { workshop, test };
}

export function occasionIn({ occasion }: { occasion: string }): TestOccasion {
  if (occasion !== 'before' && occasion !== 'after') error(404);
  return occasion;
}
