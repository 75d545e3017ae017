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

/** Writes down people who work here already, and cannot sign in until they are invited. Null when done. */
export async function addColleagues(
  tx: Tx,
  colleagues: NewColleague[],
  person: Person
): Promise<RoleRefusal | null> {
  const givable = rolesGivenBy(person);
  if (!colleagues.every(({ roles }) => roles.every(({ role }) => givable.includes(role))))
    return 'not-yours-to-give';
  await tx
    .insertInto('people')
    .values(
      colleagues.map(({ id, name, language }) => ({ id, name, kind: 'staff', language, created_at: now() }))
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const given = colleagues.flatMap(({ id: subject, roles, since }) =>
    roles.map(({ id, role }) => ({ id, subject, role, since }))
  );
  await tx
    .insertInto('memberships')
    .values(
      given.map(({ id, subject, role, since }) => ({
        organisation_id: person.organisation.id,
        id,
        person_id: subject,
        role,
        since,
        given_by: person.id
      }))
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await audit(
    tx,
    ...given.map(({ id, subject, role }) => ({
      action: 'role.given' as const,
      subject,
      thing: { kind: role, id }
    }))
  );
  return null;
}
