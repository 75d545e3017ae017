import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { signInWithPassword } from '#platform/identity/index.server.ts';
import { m } from '#messages';
import type { Actions } from './$types';

const Credentials = v.object({ email: v.pipe(v.string(), v.trim(), v.email()), password: v.string() });

export const actions: Actions = {
  default: async ({ request, url }) => {
    const form = Object.fromEntries(await request.formData());
    const credentials = v.safeParse(Credentials, form);
    const signedIn = credentials.success && (await signInWithPassword(credentials.output, request.headers));
    if (!signedIn) return fail(401, { email: String(form.email ?? ''), refusal: m.sign_in_wrong() });
    redirect(303, pathWithin(url.searchParams.get('to')));
  }
};

// Only a path of our own: an address in the link must not carry somebody off to another site.
function pathWithin(to: string | null): string {
  return to && /^\/(?![/\\])/.test(to) ? to : '/today';
}
