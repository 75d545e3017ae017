import { cohortOfCourse } from '#domains/training/index.server.ts';
import { cohortCsv } from '../../../../cohort-csv.ts';
import { courseOf } from '../../course.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ params, locals }) => {
  const course = await courseOf(locals, params.course);
  return cohortCsv(await cohortOfCourse(locals.tx, course.id, locals.person!));
};
