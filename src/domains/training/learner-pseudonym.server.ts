/** What others are told instead of who somebody is. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Tx } from '#platform/database/index.server.ts';

/** Each person's, made at its first use: random, so that it says nothing and cannot be worked out. */
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
    .select(['person_id', 'pseudonym'])
    .execute();
  return new Map(rows.map(({ person_id, pseudonym }) => [person_id, pseudonym]));
}
