import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { signInWithPassphrase } from '#platform/identity/index.server.ts';
import { m } from '#messages';
import { pathWithin } from '../../path-within.ts';
import { visitOf } from '../../visit.server.ts';
import { asSent } from '../../as-sent.server.ts';
import type { Actions } from './$types';

const Words = v.object({
  pseudonym: v.string(),
  passphrase: v.string(),
  shared: v.optional(v.literal('yes'))
});

export const actions: Actions = {
  default: async (event) => {
    const { pseudonym, passphrase, shared } = asSent(Words, await event.request.formData());
    const outcome = await signInWithPassphrase(
      { pseudonym, passphrase, shared: shared === 'yes' },
      visitOf(event)
    );
    if (outcome === 'too-many') return fail(429, { pseudonym, refusal: m.sign_in_too_many_seeker() });
    if (outcome !== 'signed-in') return fail(401, { pseudonym, refusal: m.come_back_wrong() });
    redirect(303, pathWithin(event.url.searchParams.get('to'), '/my'));
  }
};
