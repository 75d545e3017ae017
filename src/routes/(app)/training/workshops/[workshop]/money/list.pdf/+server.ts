import { getLocale } from '#languages';
import { signatureList } from '#domains/training/index.server.ts';
import { listOf } from '../list.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ params, locals, url }) => {
  const { title, ...list } = await listOf(locals, params.workshop, url.searchParams);
  const organisation = locals.person!.organisation.name;
  const paper = signatureList({ organisation, workshop: title, ...list }, getLocale());
  return new Response(new Uint8Array(paper), {
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': 'attachment; filename="payments.pdf"'
    }
  });
};
