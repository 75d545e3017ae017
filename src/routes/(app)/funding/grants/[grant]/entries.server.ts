import { entriesVisibleTo } from '#domains/funding/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import { listQuery } from '#ui/list.ts';
import { like } from '../../grants.server.ts';

const sortable = ['happened_on', 'amount'] as const;

/** The costs of a grant that this list's address asks for, newest first unless it says otherwise. */
export function costsOfGrant(tx: App.Locals['tx'], person: Person, grant: string, query: URLSearchParams) {
  const { search, sort } = listQuery(query, sortable);
  const key = sort?.key === 'amount' ? 'cost.amount' : 'ledger_entries.happened_on';
  return entriesVisibleTo(tx, person)
    .where('ledger_entries.grant_id', '=', grant)
    .where('cost.line_id', 'is not', null)
    .$if(search !== '', (entries) =>
      entries.where((eb) =>
        eb.or([
          eb('ledger_entries.description', 'ilike', like(search)),
          eb('line.name', 'ilike', like(search)),
          eb('line.code', 'ilike', like(search))
        ])
      )
    )
    .orderBy(key, sort && !sort.descending ? 'asc' : 'desc')
    .orderBy('ledger_entries.id', 'desc');
}
