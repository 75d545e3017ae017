import { fail, redirect } from '@sveltejs/kit';
import { eraseMyself } from '#domains/people/index.server.ts';
import { removeSignIn } from '#platform/identity/index.server.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import { requireRecentSignIn } from '../../../../recent-sign-in.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => requireRecentSignIn(event);

export const actions: Actions = {
  default: async (event) => {
    requireRecentSignIn(event);
    if ((await event.request.formData()).get('sure') !== 'yes')
      return fail(400, { error: m.my_account_erase_tick() });
    await eraseMyself(event.locals.tx, event.locals.person!);
    // Last, so that a failure above leaves them a way in to try again.
    await removeSignIn(event.locals.person!.id);
    say(event.cookies, m.my_account_erased());
    redirect(303, '/');
  }
};
