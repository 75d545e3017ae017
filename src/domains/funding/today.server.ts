import { m } from '#messages';
import type { Person } from '#platform/access/index.ts';
import { can } from '#platform/access/index.ts';
import { dayIn } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { formatDay, formatMoney } from '#platform/languages/format.ts';
import type { TodayItem } from '#ui/today.ts';
import { entriesToApprove } from './approval.server.ts';
import { grantsVisibleTo, linesVisibleTo } from './grant.server.ts';
import { endsSoon, left, nearlySpent } from './grant.ts';
import { amountText, minorUnits } from './money.ts';

/** What funding needs from this person: payments to approve; for grants managers, lines nearly spent and grants ending. */
export async function todayFor(tx: Tx, person: Person): Promise<TodayItem[]> {
  if (!can(person, 'grants.see')) return [];
  const toApprove = await paymentsToApprove(tx, person);
  return can(person, 'grants.record')
    ? [...toApprove, ...(await linesNearlySpent(tx, person)), ...(await grantsEnding(tx, person))]
    : toApprove;
}

async function paymentsToApprove(tx: Tx, person: Person): Promise<TodayItem[]> {
  const entries = await entriesToApprove(tx, person).execute();
  return entries.map(({ id, amount, currency, description, grant }) => ({
    key: `funding.approve.${id}`,
    urgency: 'soon',
    title: m.funding_today_approve({ amount: formatMoney(amount!, currency) }),
    detail: `${description} · ${grant}`,
    href: `/funding/entries/${id}`,
    action: m.funding_today_approve_action()
  }));
}

async function linesNearlySpent(tx: Tx, person: Person): Promise<TodayItem[]> {
  const today = dayIn(person.organisation.timeZone);
  const running = await linesVisibleTo(tx, person)
    .where('grants.ends_on', '>=', today)
    .orderBy('budget_lines.code')
    .execute();
  return running.flatMap(({ id, code, name, grant_id, currency, amount, spent, proposed }) => {
    const units = (text: string) => minorUnits(text, currency)!;
    const standing = { amount: units(amount), spent: units(spent), proposed: units(proposed) };
    if (!nearlySpent(standing)) return [];
    return {
      key: `funding.line.${id}`,
      urgency: 'when-free' as const,
      title: m.funding_today_line({ line: `${code} ${name}` }),
      detail: m.funding_today_left({ left: formatMoney(amountText(left(standing), currency), currency) }),
      href: `/funding/grants/${grant_id}`,
      action: m.funding_today_grant_action()
    };
  });
}

async function grantsEnding(tx: Tx, person: Person): Promise<TodayItem[]> {
  const today = dayIn(person.organisation.timeZone);
  const grants = await grantsVisibleTo(tx, person)
    .where('grants.ends_on', '>=', today)
    .orderBy('grants.ends_on')
    .execute();
  return grants
    .filter(({ ends_on }) => endsSoon(ends_on, today))
    .map(({ id, title, ends_on }) => ({
      key: `funding.grant.${id}`,
      urgency: 'when-free',
      title: m.funding_today_grant({ grant: title, day: formatDay(ends_on) }),
      href: `/funding/grants/${id}`,
      action: m.funding_today_grant_action()
    }));
}
