import { trainingRecord } from '#domains/training/index.server.ts';
import { recordAsCsv } from '../record-csv.ts';
import type { RequestHandler } from './$types';

/** Everybody's record: one row for each person and workshop. */
export const GET: RequestHandler = async ({ locals }) =>
  recordAsCsv('attended', await trainingRecord(locals.tx, 'everybody'));
