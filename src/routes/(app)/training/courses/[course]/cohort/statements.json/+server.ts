import { statementsOfCourse } from '#domains/training/index.server.ts';
import { audit } from '#platform/audit/index.server.ts';
import { downloadHeaders } from '#platform/files/index.server.ts';
import { courseOf } from '../../course.server.ts';
import type { RequestHandler } from './$types';

/** What everybody did in a course, as xAPI statements that name nobody. */
export const GET: RequestHandler = async ({ params, locals }) => {
  const { tx } = locals;
  const course = await courseOf(locals, params.course);
  await audit(tx, { action: 'course-statements.downloaded', thing: { kind: 'course', id: course.id } });
  return new Response(JSON.stringify(await statementsOfCourse(tx, course.id), null, 2), {
    headers: downloadHeaders({ name: 'statements.json', mediaType: 'application/json' })
  });
};
