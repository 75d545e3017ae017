import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { confirm, hasSecondFactor } from '#platform/identity/index.server.ts';
import { m } from '#messages';
import { pathWithin } from '../../path-within.ts';
import { visitOf } from '../../visit.server.ts';
import { asSent } from '../../as-sent.server.ts';
import type { Actions, PageServerLoad } from './$types';

const Secret = v.object({ secret: v.string() });

export const load: PageServerLoad = async ({ locals, url }) => ({
  to: pathWithin(url.searchParams.get('to')),
  hasApp: await hasSecondFactor(locals.person!.id)
});

export const actions: Actions = {
  default: async (event) => {
    const { secret } = asSent(Secret, await event.request.formData());
    const outcome = await confirm(event.locals.signedIn!, secret, visitOf(event));
    if (outcome === 'wrong') return fail(401, { refusal: m.confirm_wrong() });
    if (outcome === 'too-many') return fail(429, { refusal: m.sign_in_too_many() });
    redirect(303, pathWithin(event.url.searchParams.get('to')));
  }
};
