import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { agreeToOpenContact, contactRequestsVisibleTo, readContact } from '#domains/people/index.server.ts';
import { sealedContactRefusals } from '#domains/people/index.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import { requireRecentSignIn } from '../../../recent-sign-in.server.ts';
import { asSent } from '../../../as-sent.server.ts';
import type { Actions, PageServerLoad } from './$types';

const Chosen = v.object({ request: v.pipe(v.string(), v.uuid()) });

export const load: PageServerLoad = async ({ locals }) => ({
  me: locals.person!.id,
  zone: locals.person!.organisation.timeZone,
  requests: await contactRequestsVisibleTo(locals.tx, locals.person!).execute()
});

export const actions: Actions = {
  agree: async (event) => {
    requireRecentSignIn(event);
    const { request } = asSent(Chosen, await event.request.formData());
    const refusal = await agreeToOpenContact(event.locals.tx, request, event.locals.person!);
    if (refusal) return fail(409, { refusal: sealedContactRefusals[refusal]() });
    say(event.cookies, m.people_contact_agreed());
    redirect(303, '/people/contacts');
  },
  // Shown in the answer itself and at no address, so that it is in no history.
  read: async (event) => {
    requireRecentSignIn(event);
    const { request } = asSent(Chosen, await event.request.formData());
    const read = await readContact(event.locals.tx, request, event.locals.person!);
    return typeof read === 'string'
      ? fail(409, { refusal: sealedContactRefusals[read]() })
      : { request, contact: read.contact };
  }
};
