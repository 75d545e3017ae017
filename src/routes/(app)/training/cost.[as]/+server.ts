import { m } from '#messages';
import { costRows } from '../cost.server.ts';
import { takeAlong } from '../../take-along.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ params, locals, url }) => {
  const { rows } = await costRows(locals.tx, locals.person!, url.searchParams);
  return takeAlong(locals, {
    name: 'training-cost',
    as: params.as,
    title: m.training_cost_title(),
    columns: [
      { label: m.training_cost_title(), of: ({ title }) => title },
      { label: m.training_line(), of: ({ detail }) => detail },
      { label: m.training_workshops(), of: ({ workshops }) => workshops },
      { label: m.training_cost_currency(), of: ({ currency }) => currency },
      { label: m.training_cost_so_far(), of: ({ cost }) => cost, amount: true },
      { label: m.training_cost_trained(), of: ({ trained }) => trained },
      { label: m.training_cost_per_trained(), of: ({ perTrained }) => perTrained, amount: true },
      { label: m.training_cost_competent(), of: ({ competent }) => competent },
      { label: m.training_cost_per_competent(), of: ({ perCompetent }) => perCompetent, amount: true }
    ],
    rows
  });
};
