import { redirect, type RequestEvent } from '@sveltejs/kit';
import { confirmedRecently } from '#platform/identity/index.server.ts';

/** Before a sensitive act: whoever did not prove lately who they are does so first, and comes back to this page. */
export function requireRecentSignIn({ locals, url }: Pick<RequestEvent, 'locals' | 'url'>): void {
  if (locals.signedIn && confirmedRecently(locals.signedIn)) return;
  redirect(303, `/account/confirm?to=${encodeURIComponent(url.pathname)}`);
}
