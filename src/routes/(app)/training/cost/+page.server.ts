import { can } from '#platform/access/index.ts';
import { formatMoney } from '#platform/languages/format.ts';
import { asked, costRows } from '../cost.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  const { by, policy, rows, workshops } = await costRows(locals.tx, locals.person!, url.searchParams);
  const { from = '', to = '' } = asked(url.searchParams).filter;
  const hours = (of: typeof workshops) =>
    of.reduce((sum, { seats }) => sum + seats.reduce((all, seat) => all + seat.hours, 0), 0);
  return {
    by,
    from,
    to,
    policy,
    mayReadPolicy: can(locals.person, 'policies.see'),
    hours: hours(workshops),
    hoursWithLine: hours(workshops.filter(({ line }) => line)),
    rows: rows.map((row) => {
      const money = (amount: string | null) => (amount ? formatMoney(amount, row.currency!) : '–');
      return {
        key: `${row.key} ${row.currency}`,
        href: row.href,
        title: row.title,
        detail: row.detail,
        workshops: row.workshops,
        cost: money(row.cost),
        trained: row.trained,
        perTrained: money(row.perTrained),
        competent: row.competent ?? '–',
        perCompetent: money(row.perCompetent)
      };
    })
  };
};
