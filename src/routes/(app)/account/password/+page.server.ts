import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { passwordRefusals } from '#platform/identity/index.ts';
import { changePassword } from '#platform/identity/index.server.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import { visitOf } from '../../../visit.server.ts';
import { asSent } from '../../../as-sent.server.ts';
import type { Actions } from './$types';

const Passwords = v.object({ current: v.string(), next: v.string() });

export const actions: Actions = {
  default: async (event) => {
    const passwords = asSent(Passwords, await event.request.formData());
    const organisation = event.locals.person!.organisation.name;
    const refusal = await changePassword(
      event.locals.signedIn!,
      { ...passwords, organisation },
      visitOf(event)
    );
    if (refusal === 'wrong') return fail(401, { current: m.password_wrong() });
    if (refusal === 'too-many') return fail(429, { current: m.sign_in_too_many() });
    if (refusal) return fail(400, { next: passwordRefusals[refusal]() });
    say(event.cookies, m.account_password_changed());
    redirect(303, '/account/password');
  }
};
