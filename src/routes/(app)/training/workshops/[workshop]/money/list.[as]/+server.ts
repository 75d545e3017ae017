import { m } from '#messages';
import { listOf } from '../list.server.ts';
import { takeAlong } from '../../../../../take-along.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ params, locals, url }) => {
  const { title, currency, people } = await listOf(locals, params.workshop, url.searchParams);
  return takeAlong(locals, {
    name: 'payments',
    as: params.as,
    title: m.training_stipend_lists(),
    about: title,
    columns: [
      { label: m.training_person(), of: ({ name }) => name },
      { label: m.training_count_days(), of: ({ days }) => days.length },
      { label: m.training_days(), of: ({ days }) => days.join(' ') },
      { label: m.training_fee_amount({ currency }), of: ({ amount }) => amount, amount: true }
    ],
    rows: people
  });
};
