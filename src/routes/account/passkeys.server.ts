import { redirect, type RequestEvent } from '@sveltejs/kit';
import { passkeysOf, removePasskey } from '#platform/identity/index.server.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import { requireRecentSignIn } from '../recent-sign-in.server.ts';

/** What both passkey pages, of colleagues and of seekers, show and do. */
export async function loadPasskeys(event: Pick<RequestEvent, 'locals' | 'url'>) {
  requireRecentSignIn(event);
  const { id, organisation } = event.locals.person!;
  return { passkeys: await passkeysOf(id), zone: organisation.timeZone };
}

export const passkeyActions = {
  remove: async (event: RequestEvent) => {
    requireRecentSignIn(event);
    await removePasskey(event.locals.person!.id, String((await event.request.formData()).get('passkey')));
    say(event.cookies, m.account_passkey_removed());
    redirect(303, event.url.pathname);
  }
};
