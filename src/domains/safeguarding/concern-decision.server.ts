import { sql } from 'kysely';
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { standingOf } from './concern.server.ts';
import type { ConcernRefusal, ConcernState } from './concern.ts';

type Standing = Awaited<ReturnType<typeof standingOf>> & object;
export type Action = `concern.${string}`;

/** Every change to a concern: one at a time, refused or made, and on record. */
export async function decide(
  tx: Tx,
  concern: string,
  person: Person,
  refusalOf: (state: ConcernState) => ConcernRefusal | null,
  change: (standing: Standing) => Promise<Action>
): Promise<ConcernRefusal | null> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${concern}, 0))`.execute(tx);
  const found = await standingOf(tx, concern, person);
  if (!found) return 'not-found';
  const refusal = refusalOf(found.state);
  if (refusal) return refusal;
  await audit(tx, {
    action: await change(found),
    subject: found.sealed_for,
    thing: { kind: 'concerns', id: concern }
  });
  return null;
}
