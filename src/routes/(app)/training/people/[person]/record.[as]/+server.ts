import { m } from '#messages';
import { takeAlong } from '../../../../take-along.server.ts';
import { recordColumns } from '../../../record-list.ts';
import { recordSeen } from '../whose.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params }) => {
  const { learner, record } = await recordSeen(locals, params.person);
  return takeAlong(locals, {
    name: 'record-of-training',
    as: params.as,
    title: m.training_record_of({ name: learner.name }),
    columns: recordColumns(),
    rows: record
  });
};
