import { downloadHeaders } from '#platform/files/index.server.ts';
import { overviewPaper } from '../export.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals: { tx, person } }) => {
  const file = await overviewPaper(tx, person!);
  return new Response(new Uint8Array(file), {
    headers: downloadHeaders({ name: 'certified.pdf', mediaType: 'application/pdf' })
  });
};
