import { getLocale } from '#languages';
import { paperOfTest, testPaper } from '#domains/training/index.server.ts';
import { testToEnter } from '../test-of.server.ts';
import type { RequestHandler } from './$types';

/** The test as it is asked in this workshop, to be filled in by hand; nothing on it tells what is right. */
export const GET: RequestHandler = async ({ params, locals }) => {
  const { workshop, test } = await testToEnter(locals, params);
  const { name } = locals.person!.organisation;
  const asked = paperOfTest(workshop.id, test, locals.person!.id);
  const paper = testPaper(
    { organisation: name, workshop: workshop.title, title: test.quiz.title, asked },
    getLocale()
  );
  return new Response(new Uint8Array(paper), {
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': 'attachment; filename="test.pdf"'
    }
  });
};
