import { m } from '#messages';
import { csvResponse } from '#platform/csv/index.ts';
import { listOf } from '../list.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ params, locals, url }) => {
  const { currency, people } = await listOf(locals, params.workshop, url.searchParams);
  return csvResponse(
    'payments',
    [
      { label: m.training_person(), of: ({ name }) => name },
      { label: m.training_count_days(), of: ({ days }) => days.length },
      { label: m.training_days(), of: ({ days }) => days.join(' ') },
      { label: m.training_fee_amount({ currency }), of: ({ amount }) => amount }
    ],
    people
  );
};
