import { minorUnits, amountText, left, usedUpOn } from '#domains/funding/index.ts';
import { grantsVisibleTo, spentLately } from '#domains/funding/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import { dayIn } from '#platform/clock/index.ts';
import { listQuery } from '#ui/list.ts';

const sortable = ['title', 'donor', 'ends_on'] as const;

/** The grants that this list's address asks for, each with what is left and how long that lasts. */
export async function grantList(tx: App.Locals['tx'], person: Person, query: URLSearchParams) {
  const { search, sort } = listQuery(query, sortable);
  const key = { title: 'grants.title', donor: 'donors.name', ends_on: 'grants.ends_on' } as const;
  const rows = await grantsVisibleTo(tx, person)
    .$if(search !== '', (grants) =>
      grants.where((eb) =>
        eb.or([eb('grants.title', 'ilike', like(search)), eb('donors.name', 'ilike', like(search))])
      )
    )
    .orderBy(sort ? key[sort.key as keyof typeof key] : 'grants.ends_on', sort?.descending ? 'desc' : 'asc')
    .orderBy('grants.id')
    .execute();
  const today = dayIn(person.organisation.timeZone);
  const lately = await spentLately(tx, person, today);
  return rows.map((grant) => {
    const units = (text: string) => minorUnits(text, grant.currency)!;
    const rest = left({
      amount: units(grant.total),
      spent: units(grant.spent),
      proposed: units(grant.proposed)
    });
    const spent = units(lately.get(grant.id) ?? '0');
    return { ...grant, left: amountText(rest, grant.currency), usedUpOn: usedUpOn(rest, spent, today) };
  });
}

/** Text for `ilike` that finds what was typed anywhere, with its own wildcards taken literally. */
export function like(search: string): string {
  return `%${search.replace(/[\\%_]/g, '\\$&')}%`;
}
