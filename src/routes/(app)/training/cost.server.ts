import { pathNames, sumsOf, type Sum } from '#domains/training/index.ts';
import {
  accountsOf,
  workshopsByPath,
  type AccountFilter,
  type WorkshopAccount
} from '#domains/training/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { isId } from '#platform/ids.ts';
import { m } from '#messages';

const groupings = ['workshop', 'path', 'line'] as const;
type Grouping = (typeof groupings)[number];

/** What the address asks for: by what, and which of the workshops. */
export function asked(query: URLSearchParams): { by: Grouping; filter: AccountFilter } {
  const day = (name: string) => {
    const text = query.get(name);
    return text && /^\d{4}-\d\d-\d\d$/.test(text) ? text : undefined;
  };
  const id = (name: string) => (isId(query.get(name)) ? query.get(name)! : undefined);
  return {
    by: groupings.find((by) => by === query.get('by')) ?? 'workshop',
    filter: {
      line: query.get('line') === 'none' ? null : id('line'),
      path: id('path'),
      from: day('from'),
      to: day('to')
    }
  };
}

export type CostRow = Sum & { key: string; title: string; detail: string; href: string };

/** The rows of the list: a workshop each, or several workshops together by path or by budget line. */
export async function costRows(tx: Tx, person: Person, query: URLSearchParams) {
  const { by, filter } = asked(query);
  const { policy, workshops } = await accountsOf(tx, filter, person);
  return { by, policy, workshops, rows: await rowsBy(by, tx, workshops, person, query) };
}

async function rowsBy(
  by: Grouping,
  tx: Tx,
  workshops: WorkshopAccount[],
  person: Person,
  query: URLSearchParams
): Promise<CostRow[]> {
  const period = ['from', 'to'].flatMap((name) => (query.get(name) ? [`&${name}=${query.get(name)}`] : []));
  const below = (name: string, id: string) => `/training/cost?by=workshop&${name}=${id}${period.join('')}`;
  const groups: { key: string; title: string; detail: string; href: string; of: WorkshopAccount[] }[] = [];
  if (by === 'workshop')
    for (const workshop of workshops)
      groups.push({
        key: workshop.id,
        title: workshop.title,
        detail: workshop.line?.label ?? m.training_cost_no_line(),
        href: `/training/cost/workshops/${workshop.id}`,
        of: [workshop]
      });
  if (by === 'line')
    for (const [id, of] of Map.groupBy(workshops, ({ line }) => line?.id ?? 'none'))
      groups.push({
        key: id,
        title: of[0]!.line?.label ?? m.training_cost_no_line(),
        detail: of[0]!.grant?.title ?? '',
        href: below('line', id),
        of
      });
  if (by === 'path')
    for (const { path, leadsTo, workshops: onPath } of await workshopsByPath(tx, person))
      groups.push({
        key: path,
        title: pathNames[leadsTo](),
        detail: '',
        href: below('path', path),
        of: workshops.filter(({ id }) => onPath.has(id))
      });
  return groups.flatMap(({ of, ...group }) => sumsOf(of).map((sum) => ({ ...group, ...sum })));
}
