import type { RequestEvent } from '@sveltejs/kit';
import { everythingAbout } from '#assembly/about-me.server.ts';
import { requireRecentSignIn } from './recent-sign-in.server.ts';

/** Everything kept about whoever is signed in, as a file; asked for by somebody who has just proved who they are. */
export async function copyOfMine(event: RequestEvent): Promise<Response> {
  requireRecentSignIn(event);
  const copy = await everythingAbout(event.locals.tx, event.locals.person!);
  return new Response(JSON.stringify(copy, null, 2), {
    // A neutral name: a downloads folder is often shared.
    headers: { 'content-type': 'application/json', 'content-disposition': 'attachment; filename="copy.json"' }
  });
}
