import { error } from '@sveltejs/kit';
import { assessedRoles } from '#domains/competence/index.ts';
import { colleaguesWith } from '#domains/competence/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { seatedIn } from '../seated.server.ts';

/** Those of a workshop who may be assessed, by name, or not found; nobody assesses themselves, nor chooses who does. */
export async function groupOf(tx: Tx, workshop: string, person: Person) {
  const seated = (await seatedIn(tx, workshop, person)) ?? error(404);
  const colleagues = await colleaguesWith(tx, assessedRoles);
  const people = colleagues.filter(({ id }) => id !== person.id && seated.people.has(id));
  return { title: seated.title, people };
}
