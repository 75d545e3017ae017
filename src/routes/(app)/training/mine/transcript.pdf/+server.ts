import { getLocale } from '#languages';
import { transcriptOf } from '#domains/training/index.server.ts';
import type { RequestHandler } from './$types';

/** One's own record to print, in the reader's language. */
export const GET: RequestHandler = async ({ locals }) => {
  const paper = await transcriptOf(locals.tx, locals.person!, getLocale());
  return new Response(new Uint8Array(paper), {
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': 'attachment; filename="transcript.pdf"'
    }
  });
};
