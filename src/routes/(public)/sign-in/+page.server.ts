import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import {
  knownDeviceCookie,
  knownDeviceDays,
  markOfDevice,
  signInWithPassword
} from '#platform/identity/index.server.ts';
import { m } from '#messages';
import { pathWithin } from '../../path-within.ts';
import { visitOf } from '../../visit.server.ts';
import { asSent } from '../../as-sent.server.ts';
import type { Actions, PageServerLoad } from './$types';

const Credentials = v.object({
  email: v.string(),
  password: v.string(),
  shared: v.optional(v.literal('yes'))
});

export const load: PageServerLoad = ({ url }) => ({
  to: pathWithin(url.searchParams.get('to')),
  done: url.searchParams.get('done')
});

export const actions: Actions = {
  default: async (event) => {
    const { email, password, shared } = asSent(Credentials, await event.request.formData());
    const outcome = await signInWithPassword({ email, password, shared: shared === 'yes' }, visitOf(event));
    const to = pathWithin(event.url.searchParams.get('to'));
    if (outcome === 'wrong') return fail(401, { email, refusal: m.sign_in_wrong() });
    if (outcome === 'too-many') return fail(429, { email, refusal: m.sign_in_too_many_staff() });
    if (!shared)
      event.cookies.set(knownDeviceCookie, markOfDevice(email), {
        path: '/',
        maxAge: knownDeviceDays * 86_400,
        sameSite: 'strict'
      });
    if (outcome === 'second-factor') {
      redirect(303, `/sign-in/second-factor?${new URLSearchParams({ to, ...(shared && { shared }) })}`);
    }
    redirect(303, to);
  }
};
