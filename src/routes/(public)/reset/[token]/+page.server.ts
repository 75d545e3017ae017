import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { passwordRefusals } from '#platform/identity/index.ts';
import { resetPassword, resetSubject } from '#platform/identity/index.server.ts';
import { m } from '#messages';
import { asSent } from '../../../as-sent.server.ts';
import type { Actions, PageServerLoad } from './$types';

const NewPassword = v.object({ password: v.string() });

export const load: PageServerLoad = async ({ params }) => ({
  email: (await resetSubject(params.token))?.email ?? null
});

export const actions: Actions = {
  default: async ({ request, params }) => {
    const { password } = asSent(NewPassword, await request.formData());
    const refusal = await resetPassword(params.token, password);
    if (refusal === 'link-over') return fail(410, { refusal: m.reset_link_over() });
    if (refusal) return fail(400, { error: passwordRefusals[refusal]() });
    redirect(303, '/sign-in?done=reset');
  }
};
