import { error, fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { waitingRequestsVisibleTo, withdrawRequest } from '#domains/support/index.server.ts';
import { readForm } from '#platform/forms/index.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import type { Actions, PageServerLoad } from './$types';

const Closing = v.object({
  reason: v.pipe(
    v.string(),
    v.trim(),
    v.nonEmpty(() => m.support_close_fill()),
    v.maxLength(500)
  )
});

export const load: PageServerLoad = async ({ locals, params }) => {
  const request = await waitingRequestsVisibleTo(locals.tx, locals.person!)
    .where('support_requests.id', '=', params.request)
    .executeTakeFirst();
  return { id: params.request, pseudonym: request?.pseudonym ?? error(404) };
};

export const actions: Actions = {
  default: async ({ request, locals, params, cookies }) => {
    const { input, values, errors } = readForm(Closing, await request.formData());
    if (!input) return fail(400, { values, errors });
    await withdrawRequest(locals.tx, params.request, locals.person!, input.reason);
    say(cookies, m.support_close_done());
    redirect(303, '/support/requests');
  }
};
