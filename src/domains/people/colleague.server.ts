import type { Person, Role } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import type { RoleRefusal } from './people.ts';
import { rolesGivenBy } from './people.server.ts';

export type NewColleague = {
  id: string;
  name: string;
  /** What is written to them is written in this. */
  language: string;
  roles: { id: string; role: Role }[];
  /** Since when they have these roles. */
  since: Date;
};

/** Writes down somebody who works here already, and cannot sign in until they are invited. Null when done. */
export async function addColleague(
  tx: Tx,
  colleague: NewColleague,
  person: Person
): Promise<RoleRefusal | null> {
  const { id, name, language, roles, since } = colleague;
  const givable = rolesGivenBy(person);
  if (!roles.every(({ role }) => givable.includes(role))) return 'not-yours-to-give';
  await tx
    .insertInto('people')
    .values({ id, name, kind: 'staff', language, created_at: now() })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await tx
    .insertInto('memberships')
    .values(
      roles.map(({ id: membership, role }) => ({
        organisation_id: person.organisation.id,
        id: membership,
        person_id: id,
        role,
        since,
        given_by: person.id
      }))
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await audit(
    tx,
    ...roles.map(({ id: membership, role }) => ({
      action: 'role.given' as const,
      subject: id,
      thing: { kind: role, id: membership }
    }))
  );
  return null;
}
