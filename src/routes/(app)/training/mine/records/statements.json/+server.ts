import { statementsAbout } from '#domains/training/index.server.ts';
import { downloadHeaders } from '#platform/files/index.server.ts';
import type { RequestHandler } from './$types';

/** What somebody has learned, as xAPI statements about themself. */
export const GET: RequestHandler = async ({ locals: { tx, person } }) =>
  new Response(JSON.stringify(await statementsAbout(tx, person!.id), null, 2), {
    headers: downloadHeaders({ name: 'statements.json', mediaType: 'application/json' })
  });
