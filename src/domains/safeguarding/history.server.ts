import type { Tx } from '#platform/database/index.server.ts';
import type { Step } from './clock.ts';
import type { Outcome } from './concern.ts';
import type { Urgency } from './urgency.ts';

/** One thing that happened to a concern. `note` is the id under which `wordsOf` has what was written. */
export type ConcernEvent = { at: Date; who: string | null } & (
  | { what: 'raised' | 'urgency-raised' | 're-opened'; urgency: Urgency }
  | { what: 'called'; step: Step }
  | { what: 'acknowledged' | 'closed' | 'closing-declined' }
  | { what: 'acted'; note: string }
  | { what: 'closing-proposed'; outcome: Outcome; note: string }
);

/** Everything that happened to the concern, as far as the reader may see it, oldest first. */
export async function historyOf(tx: Tx, concern: string): Promise<ConcernEvent[]> {
  const parts = [rounds, calls, acknowledgements, actions, closings];
  const events: ConcernEvent[] = [];
  for (const part of parts) events.push(...(await part(tx, concern)));
  return events.sort((a, b) => a.at.getTime() - b.at.getTime());
}

async function rounds(tx: Tx, concern: string): Promise<ConcernEvent[]> {
  const rows = await tx
    .selectFrom('concern_rounds')
    .leftJoin('people', 'people.id', 'begun_by')
    .where('concern_id', '=', concern)
    .select(['began_at', 'people.name', 'why', 'urgency'])
    .orderBy('number')
    .$narrowType<{ why: 'raised' | 'urgency-raised' | 're-opened'; urgency: Urgency }>()
    .execute();
  return rows.map(({ began_at, name, why, urgency }) => ({ at: began_at, who: name, what: why, urgency }));
}

async function calls(tx: Tx, concern: string): Promise<ConcernEvent[]> {
  const rows = await tx
    .selectFrom('concern_pages')
    .leftJoin('people', 'people.id', 'person_id')
    .where('concern_id', '=', concern)
    .where('channel', '=', 'screen')
    .select(['paged_at', 'people.name', 'step'])
    .$narrowType<{ step: Step }>()
    .execute();
  return rows.map(({ paged_at, name, step }) => ({ at: paged_at, who: name, what: 'called', step }));
}

async function acknowledgements(tx: Tx, concern: string): Promise<ConcernEvent[]> {
  const rows = await tx
    .selectFrom('concern_acknowledgements')
    .leftJoin('people', 'people.id', 'by_id')
    .where('concern_id', '=', concern)
    .select(['at', 'people.name'])
    .execute();
  return rows.map(({ at, name }) => ({ at, who: name, what: 'acknowledged' }));
}

async function actions(tx: Tx, concern: string): Promise<ConcernEvent[]> {
  const rows = await tx
    .selectFrom('concern_actions as action')
    .leftJoin('people', 'people.id', 'by_id')
    .where('concern_id', '=', concern)
    .select(['action.id', 'at', 'people.name'])
    .execute();
  return rows.map(({ id, at, name }) => ({ at, who: name, what: 'acted', note: id }));
}

async function closings(tx: Tx, concern: string): Promise<ConcernEvent[]> {
  const rows = await tx
    .selectFrom('concern_closings as closing')
    .leftJoin('people as proposer', 'proposer.id', 'proposed_by')
    .leftJoin('people as second', (join) =>
      join.on((eb) => eb('second.id', '=', eb.fn.coalesce('confirmed_by', 'declined_by')))
    )
    .where('concern_id', '=', concern)
    .select([
      'closing.id',
      'outcome',
      'proposed_at',
      'confirmed_at',
      'declined_at',
      'proposer.name as proposer',
      'second.name as second'
    ])
    .$narrowType<{ outcome: Outcome }>()
    .execute();
  return rows.flatMap(({ id, outcome, proposed_at, confirmed_at, declined_at, proposer, second }) => [
    { at: proposed_at, who: proposer, what: 'closing-proposed' as const, outcome, note: id },
    ...(confirmed_at ? [{ at: confirmed_at, who: second, what: 'closed' as const }] : []),
    ...(declined_at ? [{ at: declined_at, who: second, what: 'closing-declined' as const }] : [])
  ]);
}
