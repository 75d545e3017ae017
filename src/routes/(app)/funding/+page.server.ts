import { can } from '#platform/access/index.ts';
import { formatDay, formatMoney } from '#platform/languages/format.ts';
import { m } from '#messages';
import type { PageServerLoad } from './$types';
import { grantList } from './grants.server.ts';

export const load: PageServerLoad = async ({ locals, url }) => {
  const person = locals.person!;
  const grants = await grantList(locals.tx, person, url.searchParams);
  return {
    mayRecord: can(person, 'grants.record'),
    mayApprove: can(person, 'payments.approve'),
    grants: grants.map(
      ({
        id,
        title,
        donor,
        currency,
        total,
        received,
        spent,
        proposed,
        left,
        starts_on,
        ends_on,
        usedUpOn
      }) => ({
        id,
        title,
        donor,
        ends_on: m.funding_period_from_to({
          from: formatDay(starts_on, 'short'),
          to: formatDay(ends_on, 'short')
        }),
        total: formatMoney(total, currency),
        received: m.funding_amount_received({ amount: formatMoney(received, currency) }),
        spent: formatMoney(spent, currency),
        proposed:
          Number(proposed) === 0
            ? null
            : m.funding_amount_waiting({ amount: formatMoney(proposed, currency) }),
        left: formatMoney(left, currency),
        lasts: usedUpOn
          ? m.funding_lasts_until_day({ day: formatDay(usedUpOn, 'short') })
          : m.funding_lasts_unknown()
      })
    )
  };
};
