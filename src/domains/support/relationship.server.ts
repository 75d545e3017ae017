import { now } from '#platform/clock/index.ts';
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { seal } from '#platform/encryption/index.server.ts';
import { record } from '#platform/events/index.server.ts';
import type { EndingReason, EndingRefusal, OpeningRefusal } from './relationship.ts';

/** Relationships the person may see, with both names and the ending, where there is one the person may know of. */
export function relationshipsVisibleTo(tx: Tx, person: Person) {
  return tx
    .selectFrom('relationships')
    .innerJoin('people as seeker', 'seeker.id', 'relationships.seeker_id')
    .innerJoin('people as supporter', 'supporter.id', 'relationships.supporter_id')
    .leftJoin('relationship_endings', (join) =>
      join
        .onRef('relationship_endings.organisation_id', '=', 'relationships.organisation_id')
        .onRef('relationship_endings.relationship_id', '=', 'relationships.id')
    )
    .where('relationships.organisation_id', '=', person.organisation.id)
    .select([
      'relationships.id',
      'relationships.seeker_id',
      'relationships.supporter_id',
      'seeker.name as pseudonym',
      'supporter.name as supporter_name',
      'relationships.opened_at',
      'relationship_endings.at as ended_at',
      'relationships.request_id'
    ]);
}

export function openRelationshipsVisibleTo(tx: Tx, person: Person) {
  return relationshipsVisibleTo(tx, person)
    .where('relationship_endings.at', 'is', null)
    .orderBy('relationships.opened_at');
}

/**
 * Opens a relationship. It asks no gate: `matching` does, and calls this in the transaction in which it asked; an import of
 * past work calls it too. Row-level security lets only a coordinator or the organisation itself do so.
 */
export async function openRelationship(
  tx: Tx,
  {
    id,
    seeker,
    supporter,
    request = null,
    at = now()
  }: { id: string; seeker: string; supporter: string; request?: string | null; at?: Date },
  person: Person
): Promise<OpeningRefusal | null> {
  const opened = await tx
    .insertInto('relationships')
    .values({
      organisation_id: person.organisation.id,
      id,
      seeker_id: seeker,
      supporter_id: supporter,
      request_id: request,
      opened_at: at,
      opened_by: person.id
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (opened) {
    await audit(tx, { action: 'relationship.opened', subject: seeker, thing: { kind: 'relationships', id } });
    await record(tx, 'support.relationship-opened', { relationship: id, seeker, supporter });
    return null;
  }
  const earlier = await tx.selectFrom('relationships').select('id').where('id', '=', id).executeTakeFirst();
  return earlier ? null : 'request-taken';
}

export type Ending = {
  relationship: string;
  reason: EndingReason;
  /** The seeker's own words. */
  feedback?: string;
  notAgain?: boolean;
  doorOpen?: boolean;
  at?: Date;
};

/** Ends a relationship: from this moment the supporter sees nothing of the seeker any more. */
export async function endRelationship(tx: Tx, ending: Ending, person: Person): Promise<EndingRefusal | null> {
  const { relationship, reason, feedback, notAgain = false, doorOpen = true, at = now() } = ending;
  const known = await relationshipsVisibleTo(tx, person)
    .where('relationships.id', '=', relationship)
    .executeTakeFirst();
  if (!known) return 'not-your-relationship';
  const column = 'relationship_endings.feedback';
  const sealed = feedback ? await seal(tx, known.seeker_id, feedback, { column, row: relationship }) : null;
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('relationship_endings')
    .values({
      organisation_id: person.organisation.id,
      relationship_id: relationship,
      at,
      by: person.id,
      reason,
      feedback: sealed,
      not_again: notAgain,
      door_open: doorOpen
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (!numInsertedOrUpdatedRows) return 'already-ended';
  await audit(tx, {
    action: 'relationship.ended',
    subject: known.seeker_id,
    thing: { kind: 'relationships', id: relationship },
    reason
  });
  await record(tx, 'support.relationship-ended', {
    relationship,
    seeker: known.seeker_id,
    supporter: known.supporter_id,
    reason
  });
  return null;
}
