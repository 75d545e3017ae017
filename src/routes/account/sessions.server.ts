import { redirect, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { endSession, endSessions, sessionsOf } from '#platform/identity/index.server.ts';
import { isId } from '#platform/ids.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import { asSent } from '../as-sent.server.ts';

const Which = v.object({
  session: v.pipe(
    v.string(),
    v.check((text) => isId(text))
  )
});

/** What both session pages, of colleagues and of seekers, show and do. */
export async function loadSessions({ locals }: Pick<RequestEvent, 'locals'>) {
  const { id, organisation } = locals.person!;
  return { sessions: await sessionsOf(id), session: locals.signedIn!.session, zone: organisation.timeZone };
}

export const sessionActions = {
  end: async ({ locals, request, cookies, url }: RequestEvent) => {
    const { session } = asSent(Which, await request.formData());
    await endSession(locals.person!.id, session);
    return ended(cookies, url);
  },
  endOthers: async ({ locals, cookies, url }: RequestEvent) => {
    await endSessions(locals.person!.id, locals.signedIn!.session);
    return ended(cookies, url);
  }
};

function ended(cookies: RequestEvent['cookies'], url: URL): never {
  say(cookies, m.account_sessions_ended());
  redirect(303, url.pathname);
}
