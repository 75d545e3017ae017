import { sql } from 'kysely';
import type { Person } from '#platform/access/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import type { ConcernState, Outcome } from './concern.ts';
import type { Urgency } from './urgency.ts';

/** The concerns somebody may see, each with where it stands in its present round. Row-level security decides which. */
export function concernsVisibleTo(tx: Tx, person: Person) {
  return (
    tx
      .selectFrom('concerns as concern')
      .innerJoin('concern_rounds as round', (join) =>
        join
          .onRef('round.organisation_id', '=', 'concern.organisation_id')
          .onRef('round.concern_id', '=', 'concern.id')
          .on('round.number', '=', latestRound)
      )
      // Somebody should have it before a second person is called: that is the time to respond by.
      .innerJoin('concern_deadlines as response', (join) =>
        join
          .onRef('response.organisation_id', '=', 'round.organisation_id')
          .onRef('response.concern_id', '=', 'round.concern_id')
          .onRef('response.round', '=', 'round.number')
          .on('response.step', '=', 'second')
      )
      .leftJoin('concern_acknowledgements as acknowledgement', (join) =>
        join
          .onRef('acknowledgement.organisation_id', '=', 'round.organisation_id')
          .onRef('acknowledgement.concern_id', '=', 'round.concern_id')
          .onRef('acknowledgement.round', '=', 'round.number')
      )
      .leftJoin('concern_closings as closing', (join) =>
        join
          .onRef('closing.organisation_id', '=', 'round.organisation_id')
          .onRef('closing.concern_id', '=', 'round.concern_id')
          .onRef('closing.round', '=', 'round.number')
          .on('closing.declined_at', 'is', null)
      )
      .leftJoin('people as subject', 'subject.id', 'concern.about_id')
      .leftJoin('people as acknowledger', 'acknowledger.id', 'acknowledgement.by_id')
      .where('concern.organisation_id', '=', person.organisation.id)
      .select([
        'concern.id',
        'concern.about_id',
        'concern.sealed_for',
        'concern.raised_at',
        'concern.raised_by',
        'concern.response_id',
        'concern.answered_at',
        'subject.name as about_name',
        'round.number as round',
        'round.urgency',
        'round.began_at',
        'response.due_at as respond_by',
        'acknowledgement.by_id as acknowledged_by',
        'acknowledger.name as acknowledged_by_name',
        'closing.id as closing_id',
        'closing.outcome',
        'closing.proposed_by',
        'closing.confirmed_at as closed_at'
      ])
      .$narrowType<{ urgency: Urgency; outcome: Outcome | null }>()
  );
}

const latestRound = sql<number>`(select max(r.number) from concern_rounds r
  where r.organisation_id = concern.organisation_id and r.concern_id = concern.id)`;

/** Where a concern stands for somebody who may respond to it; null for everybody else. */
export async function standingOf(tx: Tx, concern: string, person: Person) {
  const row = await concernsVisibleTo(tx, person)
    .where('concern.id', '=', concern)
    .where(sql<boolean>`responds_to(concern.id)`)
    .select(({ selectFrom, fn }) =>
      selectFrom('concern_actions as action')
        .whereRef('action.concern_id', '=', 'concern.id')
        .whereRef('action.round', '=', 'round.number')
        .select(fn.countAll<number>().as('count'))
        .as('actions')
    )
    .executeTakeFirst();
  if (!row) return null;
  const closed = row.closed_at !== null;
  const state: ConcernState = {
    urgency: row.urgency,
    acknowledged: row.acknowledged_by !== null,
    actions: row.actions ?? 0,
    proposedBy: closed ? null : row.proposed_by,
    closed
  };
  return { ...row, state };
}

/** Whether the person may respond to it, and not only see that it was raised. */
export async function respondsTo(tx: Tx, concern: string): Promise<boolean> {
  const { rows } = await sql<{ responds: boolean }>`select responds_to(${concern}) as responds`.execute(tx);
  return rows[0]!.responds;
}
