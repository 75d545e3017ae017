import { recordAsCsv } from '../../../record-csv.ts';
import { recordSeen } from '../whose.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params }) =>
  recordAsCsv('record-of-training', (await recordSeen(locals, params.person)).record);
