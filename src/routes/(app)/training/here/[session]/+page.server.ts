import { error, fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { presentRefusals } from '#domains/training/index.ts';
import { attendByTicket, roomOf, ticketFor } from '#domains/training/index.server.ts';
import { readForm } from '#platform/forms/index.ts';
import { formatSpan } from '#platform/languages/format.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import type { Actions, PageServerLoad } from './$types';

const Presence = v.object({
  command: v.pipe(v.string(), v.uuid()),
  ticket: v.pipe(v.string(), v.maxLength(100))
});

export const load: PageServerLoad = async ({ params, locals, url }) => {
  const room = await roomOf(locals.tx, params.session, locals.person!);
  if (!room) error(404);
  const code = (url.searchParams.get('code') ?? '').slice(0, 100);
  const exchanged = await ticketFor(locals.tx, params.session, code, locals.person!);
  return {
    title: room.title,
    when: formatSpan(room.startsAt, room.endsAt, room.timeZone),
    ...('refusal' in exchanged
      ? { refusal: presentRefusals[exchanged.refusal]() }
      : { ticket: exchanged.ticket })
  };
};

export const actions: Actions = {
  default: async ({ params, request, locals, cookies }) => {
    const { input } = readForm(Presence, await request.formData());
    if (!input) error(400);
    const refusal = await attendByTicket(
      locals.tx,
      { id: input.command, session: params.session, ticket: input.ticket },
      locals.person!
    );
    if (refusal) return fail(409, { refusal: presentRefusals[refusal]() });
    say(cookies, m.training_marked_present());
    redirect(303, '/training/mine');
  }
};
