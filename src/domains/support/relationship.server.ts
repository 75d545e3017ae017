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

export type Opening = { id: string; seeker: string; supporter: string; request?: string | null; at?: Date };

/**
 * Opens a relationship. It asks no gate: `matching` does, and calls this in the transaction in which it asked. Row-level
 * security lets only a coordinator or the organisation itself do so.
 */
export async function openRelationship(
  tx: Tx,
  opening: Opening,
  person: Person
): Promise<OpeningRefusal | null> {
  const opened = await openRelationships(tx, [opening], person);
  if (opened.has(opening.id)) return null;
  const earlier = await tx
    .selectFrom('relationships')
    .select('id')
    .where('id', '=', opening.id)
    .executeTakeFirst();
  return earlier ? null : 'request-taken';
}

/** Opens many at once, as an import of past work does. Returns the ids of those that were not open before. */
export async function openRelationships(tx: Tx, openings: Opening[], person: Person): Promise<Set<string>> {
  if (openings.length === 0) return new Set();
  const rows = await tx
    .insertInto('relationships')
    .values(
      openings.map(({ id, seeker, supporter, request = null, at = now() }) => ({
        organisation_id: person.organisation.id,
        id,
        seeker_id: seeker,
        supporter_id: supporter,
        request_id: request,
        opened_at: at,
        opened_by: person.id
      }))
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute();
  const ids = new Set(rows.map(({ id }) => id));
  const opened = openings.filter(({ id }) => ids.has(id));
  await audit(
    tx,
    ...opened.map(({ id, seeker }) => ({
      action: 'relationship.opened' as const,
      subject: seeker,
      thing: { kind: 'relationships', id }
    }))
  );
  await record(
    tx,
    'support.relationship-opened',
    ...opened.map(({ id, seeker, supporter }) => ({ relationship: id, seeker, supporter }))
  );
  return ids;
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
  const ended = await writeEndings(
    tx,
    [{ relationship, ...pairOf(known), reason, at, feedback: sealed, notAgain, doorOpen }],
    person
  );
  return ended ? null : 'already-ended';
}

export type PastEnding = { relationship: string; seeker: string; supporter: string; at: Date };

/** Ends relationships of the past all at once, for no reason that a list knows of. Throws when one had ended already. */
export async function endPastRelationships(
  tx: Tx,
  endings: PastEnding[],
  { doorOpen }: { doorOpen: boolean },
  person: Person
): Promise<void> {
  if (endings.length === 0) return;
  const rows = endings.map((ending) => ({
    ...ending,
    reason: 'other' as const,
    feedback: null,
    notAgain: false,
    doorOpen
  }));
  if (!(await writeEndings(tx, rows, person)))
    throw new Error('A relationship that was to end had ended already.');
}

type WholeEnding = PastEnding & {
  reason: EndingReason;
  feedback: Buffer | null;
  notAgain: boolean;
  doorOpen: boolean;
};

/** Whether all of them were still to end; else nothing is told of any. */
async function writeEndings(tx: Tx, endings: WholeEnding[], person: Person): Promise<boolean> {
  // Counted, not returned: whoever ends a relationship may not read its ending.
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('relationship_endings')
    .values(
      endings.map(({ relationship, at, reason, feedback, notAgain, doorOpen }) => ({
        organisation_id: person.organisation.id,
        relationship_id: relationship,
        at,
        by: person.id,
        reason,
        feedback,
        not_again: notAgain,
        door_open: doorOpen
      }))
    )
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  if (Number(numInsertedOrUpdatedRows) < endings.length) return false;
  await audit(
    tx,
    ...endings.map(({ relationship, seeker, reason }) => ({
      action: 'relationship.ended' as const,
      subject: seeker,
      thing: { kind: 'relationships', id: relationship },
      reason
    }))
  );
  await record(
    tx,
    'support.relationship-ended',
    ...endings.map(({ relationship, seeker, supporter, reason }) => ({
      relationship,
      seeker,
      supporter,
      reason
    }))
  );
  return true;
}

function pairOf({ seeker_id, supporter_id }: { seeker_id: string; supporter_id: string }) {
  return { seeker: seeker_id, supporter: supporter_id };
}
