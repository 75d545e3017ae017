import { cohortOfWorkshop } from '#domains/training/index.server.ts';
import { now } from '#platform/clock/index.ts';
import { takeAlong } from '../../../../../take-along.server.ts';
import { cohortList } from '../../../../cohort-list.ts';
import { workshopOf } from '../../workshop-of.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ params, locals }) => {
  const { id, title } = await workshopOf(locals, params.workshop);
  const learners = await cohortOfWorkshop(locals.tx, { workshop: id, at: now() }, locals.person!);
  return takeAlong(locals, { ...cohortList(learners), as: params.as, about: title });
};
