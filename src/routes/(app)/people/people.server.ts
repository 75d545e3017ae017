import { listPeople } from '#domains/people/index.server.ts';
import { roles, type Person, type Role } from '#platform/access/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { listQuery } from '#ui/list.ts';

/** The people whom an address asks for; the page shows some of them, a file all. */
export function peopleList(tx: Tx, person: Person, asked: URLSearchParams) {
  const { search } = listQuery(asked);
  return listPeople(tx, person, { search, role: roleAsked(asked) });
}

export const roleAsked = (asked: URLSearchParams): Role | undefined =>
  roles.find((each) => each === asked.get('role'));
