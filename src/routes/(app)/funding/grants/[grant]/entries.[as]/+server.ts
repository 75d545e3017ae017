import { error } from '@sveltejs/kit';
import { grantsVisibleTo } from '#domains/funding/index.server.ts';
import { m } from '#messages';
import { activityOf } from '../../../activity.ts';
import { stateOf } from '../../../entry-state.ts';
import { costsOfGrant } from '../entries.server.ts';
import { takeAlong } from '../../../../take-along.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ params, locals, url }) => {
  const grant = await grantsVisibleTo(locals.tx, locals.person!)
    .where('grants.id', '=', params.grant)
    .executeTakeFirst();
  if (!grant) error(404);
  const entries = await costsOfGrant(locals.tx, locals.person!, params.grant, url.searchParams).execute();
  return takeAlong(locals, {
    name: 'entries',
    as: params.as,
    title: m.funding_entries(),
    about: grant.title,
    columns: [
      { label: m.funding_day(), of: ({ happened_on }) => happened_on },
      { label: m.funding_description(), of: ({ description }) => description },
      { label: m.funding_line_code(), of: ({ line_code }) => line_code },
      { label: m.funding_line(), of: ({ line_name }) => line_name },
      {
        label: m.funding_activity(),
        of: ({ activity_kind, activity_id }) => activityOf(activity_kind, activity_id, locals.person!)?.name
      },
      { label: m.funding_currency(), of: ({ currency }) => currency },
      { label: m.funding_amount(), of: ({ amount }) => amount, amount: true },
      { label: m.funding_state(), of: (entry) => stateOf(entry).word }
    ],
    rows: entries
  });
};
