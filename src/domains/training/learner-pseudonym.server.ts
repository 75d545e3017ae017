/** What others are told instead of who somebody is. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Tx } from '#platform/database/index.server.ts';

/** Each person's, made at its first use: random, so that it says nothing and cannot be worked out. Who was erased has none. */
export async function pseudonymsOf(tx: Tx, people: string[]): Promise<Map<string, string>> {
  const wanted = [...new Set(people)];
  if (wanted.length === 0) return new Map();
  await tx
    .insertInto('learner_pseudonyms')
    .values(
      wanted.map((person_id) => ({
        organisation_id: sql<string>`current_organisation()`,
        person_id,
        pseudonym: randomUUID()
      }))
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const rows = await tx
    .selectFrom('learner_pseudonyms')
    .where('person_id', 'in', wanted)
    .where('pseudonym', 'is not', null)
    .select(['person_id', (from) => from.ref('pseudonym').$notNull().as('pseudonym')])
    .execute();
  return new Map(rows.map(({ person_id, pseudonym }) => [person_id, pseudonym]));
}

/** The name that others were told leads back to nobody from now on, and this person is never given another. */
export async function forgetPseudonym(tx: Tx, person: string): Promise<void> {
  await tx
    .insertInto('learner_pseudonyms')
    .columns(['organisation_id', 'person_id'])
    // Somebody erased by another's hand, as those of an import taken back are, has learned nothing here.
    .expression((from) =>
      from
        .selectFrom('people')
        .where('id', '=', person)
        .where('id', '=', sql<string>`current_person()`)
        .select([sql<string>`current_organisation()`.as('organisation_id'), 'id'])
    )
    .onConflict((conflict) =>
      conflict.columns(['organisation_id', 'person_id']).doUpdateSet({ pseudonym: null })
    )
    .execute();
}
