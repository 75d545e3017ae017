import { everythingAbout } from '#assembly/about-me.server.ts';
import { requireRecentSignIn } from '../../../../recent-sign-in.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) => {
  requireRecentSignIn(event);
  const copy = await everythingAbout(event.locals.tx, event.locals.person!);
  return new Response(JSON.stringify(copy, null, 2), {
    // A neutral name: a downloads folder is often shared.
    headers: { 'content-type': 'application/json', 'content-disposition': 'attachment; filename="copy.json"' }
  });
};
