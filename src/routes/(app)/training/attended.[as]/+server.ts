import { trainingRecord } from '#domains/training/index.server.ts';
import { m } from '#messages';
import { takeAlong } from '../../take-along.server.ts';
import { recordColumns } from '../record-list.ts';
import type { RequestHandler } from './$types';

/** Everybody's record: one row for each person and workshop. */
export const GET: RequestHandler = async ({ params, locals }) =>
  takeAlong(locals, {
    name: 'attended',
    as: params.as,
    title: m.training_record_all(),
    columns: recordColumns(),
    rows: await trainingRecord(locals.tx, 'everybody')
  });
