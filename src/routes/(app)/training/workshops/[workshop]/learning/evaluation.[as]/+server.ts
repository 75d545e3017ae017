import { evaluationItemNames, evaluationItems } from '#domains/training/index.ts';
import { evaluationOf } from '#domains/training/index.server.ts';
import { m } from '#messages';
import { workshopOf } from '../../workshop-of.server.ts';
import { takeAlong } from '../../../../../take-along.server.ts';
import type { RequestHandler } from './$types';

// Without what people wrote: a file travels further than a page, and a way of writing may be recognised.
export const GET: RequestHandler = async ({ params, locals }) => {
  const { id, title } = await workshopOf(locals, params.workshop);
  const found = await evaluationOf(locals.tx, id);
  return takeAlong(locals, {
    name: 'evaluation',
    as: params.as,
    title: m.training_evaluation_title(),
    about: title,
    columns: [
      { label: m.training_question_text(), of: ({ item }) => evaluationItemNames[item]() },
      { label: m.training_evaluation_1(), of: ({ counts }) => counts[0] },
      { label: m.training_evaluation_2(), of: ({ counts }) => counts[1] },
      { label: m.training_evaluation_3(), of: ({ counts }) => counts[2] },
      { label: m.training_evaluation_4(), of: ({ counts }) => counts[3] },
      { label: m.training_evaluation_5(), of: ({ counts }) => counts[4] },
      { label: m.training_evaluation_mean(), of: ({ mean }) => mean }
    ],
    rows: found
      ? evaluationItems.map((item) => ({ item, counts: found.counts[item], mean: found.means[item] }))
      : []
  });
};
