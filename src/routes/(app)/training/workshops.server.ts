import { workshopKinds, type WorkshopKind } from '#domains/training/index.ts';
import { workshopsVisibleTo } from '#domains/training/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import { now } from '#platform/clock/index.ts';
import { listQuery } from '#ui/list.ts';

const views = ['upcoming', 'mine', 'past'] as const;
export type View = (typeof views)[number];

/** What this list's address asks for: which workshops, of which kind. */
export function viewOf(query: URLSearchParams): { view: View; kind: WorkshopKind | null } {
  return {
    view: views.find((view) => view === query.get('view')) ?? 'upcoming',
    kind: workshopKinds.find((kind) => kind === query.get('kind')) ?? null
  };
}

/** The workshops that this list's address asks for; the next one first, or of the past ones the last. */
export function workshopList(tx: App.Locals['tx'], person: Person, query: URLSearchParams) {
  const { view, kind } = viewOf(query);
  const { search, sort } = listQuery(query, ['title', 'starts_at']);
  const like = `%${search.replace(/[\\%_]/g, '\\$&')}%`;
  const descending = sort ? sort.descending : view === 'past';
  return workshopsVisibleTo(tx, person)
    .$if(view === 'upcoming', (workshops) => workshops.where('dates.ends_at', '>', now()))
    .$if(view === 'past', (workshops) => workshops.where('dates.ends_at', '<=', now()))
    .$if(view === 'mine', (workshops) => workshops.where('mine.id', 'is not', null))
    .$if(kind !== null, (workshops) => workshops.where('workshops.kind', '=', kind!))
    .$if(search !== '', (workshops) =>
      workshops.where((eb) =>
        eb.or([eb('workshops.title', 'ilike', like), eb('workshops.venue', 'ilike', like)])
      )
    )
    .orderBy(sort?.key === 'title' ? 'workshops.title' : 'dates.starts_at', descending ? 'desc' : 'asc')
    .orderBy('workshops.id');
}
