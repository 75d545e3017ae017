import { cohortOfWorkshop } from '#domains/training/index.server.ts';
import { now } from '#platform/clock/index.ts';
import { cohortCsv } from '../../../../cohort-csv.ts';
import { workshopOf } from '../../workshop-of.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ params, locals }) => {
  const { id } = await workshopOf(locals, params.workshop);
  return cohortCsv(await cohortOfWorkshop(locals.tx, { workshop: id, at: now() }, locals.person!));
};
