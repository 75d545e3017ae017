import { cohortOfCourse } from '#domains/training/index.server.ts';
import { takeAlong } from '../../../../../take-along.server.ts';
import { cohortList } from '../../../../cohort-list.ts';
import { courseOf } from '../../course.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ params, locals }) => {
  const course = await courseOf(locals, params.course);
  const learners = await cohortOfCourse(locals.tx, course.id, locals.person!);
  return takeAlong(locals, { ...cohortList(learners), as: params.as, about: course.content.title });
};
