import { error } from '@sveltejs/kit';
import { cohortOfCourse, coursesVisibleTo } from '#domains/training/index.server.ts';
import { isId } from '#platform/ids.ts';
import { cohortCsv } from '../../../../cohort-csv.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ params, locals }) => {
  const person = locals.person!;
  if (!isId(params.course)) error(404);
  const course = await coursesVisibleTo(locals.tx, person)
    .where('courses.id', '=', params.course)
    .executeTakeFirst();
  if (!course) error(404);
  return cohortCsv(await cohortOfCourse(locals.tx, course.id, person));
};
