import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { changeOwnDetails, languageOf } from '#domains/people/index.server.ts';
import { renameSignIn } from '#platform/identity/index.server.ts';
import { locales } from '#languages';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import type { Actions, PageServerLoad } from './$types';

const Details = v.object({
  name: v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(200)),
  language: v.picklist(locales)
});

export const load: PageServerLoad = async ({ locals }) => ({
  name: locals.person!.name,
  language: await languageOf(locals.tx, locals.person!.id),
  account: locals.signedIn!.account
});

export const actions: Actions = {
  default: async ({ locals, request, cookies }) => {
    const details = v.safeParse(Details, Object.fromEntries(await request.formData()));
    if (!details.success) return fail(400, { wrong: true });
    await changeOwnDetails(locals.tx, details.output, locals.person!);
    await renameSignIn(locals.person!.id, details.output.name);
    say(cookies, m.account_saved());
    redirect(303, '/account');
  }
};
