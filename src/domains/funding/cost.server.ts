import type { Tx } from '#platform/database/index.server.ts';

export type ActivityCost = { kind: string; id: string; grant: string; currency: string; cost: string };

/**
 * What activities of these kinds have cost, by activity, grant and currency; reversals taken off, proposals not
 * counted. Narrow to some activities with `ids` (an empty list gives nothing), to one grant with `grant`, to days with
 * `from` and `to` (both included). Shows only the costs of grants the speaker may see.
 */
export function costOf(
  tx: Tx,
  kinds: string[],
  narrow: { ids?: string[]; grant?: string; from?: string; to?: string } = {}
): Promise<ActivityCost[]> {
  if (kinds.length === 0 || narrow.ids?.length === 0) return Promise.resolve([]);
  return postedCosts(tx)
    .where('posting.activity_kind', 'in', kinds)
    .$if(narrow.ids !== undefined, (query) => query.where('posting.activity_id', 'in', narrow.ids!))
    .$if(narrow.grant !== undefined, (query) => query.where('posting.grant_id', '=', narrow.grant!))
    .$if(narrow.from !== undefined, (query) => query.where('entry.happened_on', '>=', narrow.from!))
    .$if(narrow.to !== undefined, (query) => query.where('entry.happened_on', '<=', narrow.to!))
    .groupBy(['posting.activity_kind', 'posting.activity_id', 'posting.grant_id', 'entry.currency'])
    .select((eb) => [
      eb.ref('posting.activity_kind').$notNull().as('kind'),
      eb.ref('posting.activity_id').$notNull().as('id'),
      'posting.grant_id as grant',
      'entry.currency',
      eb.fn.sum<string>('posting.amount').as('cost')
    ])
    .execute();
}

/** Every posting that is a cost, with its entry: reversals among them, proposals not. Shows only grants the speaker may see. */
export function postedCosts(tx: Tx) {
  return tx
    .selectFrom('ledger_postings as posting')
    .innerJoin('ledger_entries as entry', (join) =>
      join
        .onRef('entry.organisation_id', '=', 'posting.organisation_id')
        .onRef('entry.id', '=', 'posting.entry_id')
    )
    .innerJoin('ledger_entry_states as state', (join) =>
      join
        .onRef('state.organisation_id', '=', 'entry.organisation_id')
        .onRef('state.entry_id', '=', 'entry.id')
    )
    .where('posting.account_kind', '=', 'cost')
    .where('state.state', '=', 'posted');
}
