/** A concern is closed by two people together: one proposes how it ended, a second one agrees. */
import type { Person } from '#platform/access/index.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { seal } from '#platform/encryption/index.server.ts';
import { decide, type Action } from './concern-decision.server.ts';
import {
  refusalToDecideClosing,
  refusalToProposeClosing,
  type ConcernRefusal,
  type Outcome
} from './concern.ts';

export type NewClosing = { id: string; concern: string; outcome: Outcome; because: string };

/** Proposes to close it; nothing is closed until a second person agrees. */
export function proposeClosing(
  tx: Tx,
  { id, concern, outcome, because }: NewClosing,
  person: Person
): Promise<ConcernRefusal | null> {
  return decide(
    tx,
    concern,
    person,
    (state) => (because.trim() ? refusalToProposeClosing(state) : 'nothing-said'),
    async ({ round, sealed_for }) => {
      const words = await seal(tx, sealed_for, because.trim(), {
        column: 'concern_closings.because',
        row: id
      });
      await tx
        .insertInto('concern_closings')
        .values({
          organisation_id: person.organisation.id,
          id,
          concern_id: concern,
          round,
          outcome,
          because: words,
          proposed_by: person.id,
          proposed_at: now()
        })
        .execute();
      return 'concern.closing-proposed';
    }
  );
}

/** The second person agrees: it is closed. */
export function confirmClosing(tx: Tx, concern: string, person: Person): Promise<ConcernRefusal | null> {
  return decideClosing(tx, concern, person, 'concern.closed', {
    confirmed_by: person.id,
    confirmed_at: now()
  });
}

/** The second person does not agree: it stays open. */
export function declineClosing(tx: Tx, concern: string, person: Person): Promise<ConcernRefusal | null> {
  return decideClosing(tx, concern, person, 'concern.closing-declined', {
    declined_by: person.id,
    declined_at: now()
  });
}

type Decision = { confirmed_by: string; confirmed_at: Date } | { declined_by: string; declined_at: Date };

function decideClosing(
  tx: Tx,
  concern: string,
  person: Person,
  action: Action,
  decision: Decision
): Promise<ConcernRefusal | null> {
  return decide(
    tx,
    concern,
    person,
    (state) => refusalToDecideClosing(state, person.id),
    async ({ closing_id }) => {
      await tx.updateTable('concern_closings').set(decision).where('id', '=', closing_id!).execute();
      return action;
    }
  );
}
