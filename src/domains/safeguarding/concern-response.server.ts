/** Somebody has a concern and acts on it; it becomes more urgent, or is opened again. */
import type { Person } from '#platform/access/index.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { seal } from '#platform/encryption/index.server.ts';
import { decide } from './concern-decision.server.ts';
import { beginRound } from './concern-round.server.ts';
import {
  refusalToAcknowledge,
  refusalToAct,
  refusalToRaiseUrgency,
  refusalToReopen,
  type ConcernRefusal
} from './concern.ts';
import type { Urgency } from './urgency.ts';

/** "I have it": stands down every page that is not made yet. */
export function acknowledge(
  tx: Tx,
  { id, concern }: { id: string; concern: string },
  person: Person
): Promise<ConcernRefusal | null> {
  return decide(tx, concern, person, refusalToAcknowledge, async ({ round }) => {
    await tx
      .insertInto('concern_acknowledgements')
      .values({
        organisation_id: person.organisation.id,
        id,
        concern_id: concern,
        round,
        by_id: person.id,
        at: now()
      })
      .execute();
    await tx
      .updateTable('concern_deadlines')
      .set({ stood_down_at: now() })
      .where('concern_id', '=', concern)
      .where('round', '<=', round)
      .where('called_at', 'is', null)
      .where('stood_down_at', 'is', null)
      .execute();
    return 'concern.acknowledged';
  });
}

/** Records what somebody did. */
export function act(
  tx: Tx,
  { id, concern, done }: { id: string; concern: string; done: string },
  person: Person
): Promise<ConcernRefusal | null> {
  return decide(
    tx,
    concern,
    person,
    (state) => (done.trim() ? refusalToAct(state) : 'nothing-said'),
    async ({ round, sealed_for }) => {
      const words = await seal(tx, sealed_for, done.trim(), { column: 'concern_actions.done', row: id });
      await tx
        .insertInto('concern_actions')
        .values({
          organisation_id: person.organisation.id,
          id,
          concern_id: concern,
          round,
          by_id: person.id,
          at: now(),
          done: words
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      return 'concern.acted-on';
    }
  );
}

/** Makes it more urgent: a new round, with a clock of its own, begins. */
export function raiseUrgency(
  tx: Tx,
  { concern, urgency }: { concern: string; urgency: Urgency },
  person: Person
): Promise<ConcernRefusal | null> {
  return decide(
    tx,
    concern,
    person,
    (state) => refusalToRaiseUrgency(state, urgency),
    async ({ round }) => {
      await beginRound(tx, concern, { number: round + 1, urgency, why: 'urgency-raised' });
      return 'concern.urgency-raised';
    }
  );
}

/** Opens a closed concern again: a new round, at the urgency it had. */
export function reopen(tx: Tx, concern: string, person: Person): Promise<ConcernRefusal | null> {
  return decide(tx, concern, person, refusalToReopen, async ({ round, urgency }) => {
    await beginRound(tx, concern, { number: round + 1, urgency, why: 're-opened' });
    return 'concern.re-opened';
  });
}
