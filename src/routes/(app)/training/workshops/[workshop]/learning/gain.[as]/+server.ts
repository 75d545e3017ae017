import { gainOfWorkshop } from '#domains/training/index.server.ts';
import { m } from '#messages';
import { workshopOf } from '../../workshop-of.server.ts';
import { takeAlong } from '../../../../../take-along.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ params, locals }) => {
  const { id, title } = await workshopOf(locals, params.workshop);
  const found = await gainOfWorkshop(locals.tx, id);
  const whole = found?.gain ? [{ text: m.training_gain_whole_test(), gain: found.gain }] : [];
  return takeAlong(locals, {
    name: 'gain',
    as: params.as,
    title: m.training_gain_title(),
    about: title,
    columns: [
      { label: m.training_question_text(), of: ({ text }) => text },
      { label: m.training_gain_both(), of: ({ gain }) => gain.n },
      { label: m.training_gain_before(), of: ({ gain }) => gain.before },
      { label: m.training_gain_after(), of: ({ gain }) => gain.after },
      { label: m.training_gain_mean(), of: ({ gain }) => gain.mean },
      { label: m.training_gain_from(), of: ({ gain }) => gain.interval?.[0] },
      { label: m.training_gain_to(), of: ({ gain }) => gain.interval?.[1] }
    ],
    rows: [...whole, ...(found?.items ?? [])]
  });
};
