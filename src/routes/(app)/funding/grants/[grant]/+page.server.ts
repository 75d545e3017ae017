import { error } from '@sveltejs/kit';
import { sql } from 'kysely';
import { amountText, left, minorUnits } from '#domains/funding/index.ts';
import { grantsVisibleTo, linesVisibleTo } from '#domains/funding/index.server.ts';
import { isId } from '#platform/ids.ts';
import { formatDay, formatMoney } from '#platform/languages/format.ts';
import { listQuery } from '#ui/list.ts';
import { activityOf } from '../../activity.ts';
import { stateOf } from '../../entry-state.ts';
import type { PageServerLoad } from './$types';
import { costsOfGrant } from './entries.server.ts';

const rowsPerPage = 50;

export const load: PageServerLoad = async ({ params, locals, url }) => {
  const { tx, person } = locals;
  if (!isId(params.grant)) error(404);
  const grant = await grantsVisibleTo(tx, person!).where('grants.id', '=', params.grant).executeTakeFirst();
  if (!grant) error(404);
  const lines = await linesVisibleTo(tx, person!)
    .where('budget_lines.grant_id', '=', grant.id)
    .orderBy('budget_lines.code')
    .execute();
  const { page } = listQuery(url.searchParams);
  const entries = await costsOfGrant(tx, person!, grant.id, url.searchParams)
    .select(sql<number>`count(*) over ()`.as('all'))
    .limit(rowsPerPage)
    .offset((page - 1) * rowsPerPage)
    .execute();
  return {
    grant,
    lines: lines.map((line) => {
      const units = (text: string) => minorUnits(text, line.currency)!;
      const standing = {
        amount: units(line.amount),
        spent: units(line.spent),
        proposed: units(line.proposed)
      };
      const used = amountText(standing.spent + standing.proposed, line.currency);
      return {
        id: line.id,
        label: `${line.code} · ${line.name}`,
        left: formatMoney(amountText(left(standing), line.currency), line.currency),
        amount: formatMoney(line.amount, line.currency),
        used: formatMoney(used, line.currency),
        share: Number(used) / Number(line.amount)
      };
    }),
    entries: entries.map((entry) => ({
      id: entry.id,
      happened_on: formatDay(entry.happened_on, 'short'),
      description: entry.description,
      line: entry.line_code,
      activity: activityOf(entry.activity_kind, entry.activity_id),
      amount: formatMoney(entry.amount!, entry.currency),
      state: stateOf(entry)
    })),
    pages: Math.max(1, Math.ceil((entries[0]?.all ?? 0) / rowsPerPage))
  };
};
