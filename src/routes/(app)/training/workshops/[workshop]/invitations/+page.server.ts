import { error, fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { invitationRefusals, remindedAfterDays, withdrawalRefusals } from '#domains/training/index.ts';
import {
  colleaguesToEnrol,
  invitationsOf,
  inviteTo,
  withdrawInvitation
} from '#domains/training/index.server.ts';
import { dayIn, now } from '#platform/clock/index.ts';
import { readForm } from '#platform/forms/index.ts';
import { isId } from '#platform/ids.ts';
import { formatDay } from '#platform/languages/format.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import { filled } from '../../fields.ts';
import { workshopOf } from '../workshop-of.server.ts';
import type { Actions, PageServerLoad } from './$types';

const id = v.pipe(v.string(), v.uuid());
const Invitations = v.object({ people: v.array(id) });
const Withdrawal = v.object({
  invitation: v.union([id], () => m.training_error_choose()),
  reason: v.pipe(filled, v.maxLength(500))
});

export const load: PageServerLoad = async ({ params, locals }) => {
  const { tx } = locals;
  const person = locals.person!;
  const workshop = await workshopOf(locals, params.workshop);
  const invited = await invitationsOf(tx, workshop.id);
  const open = invited.filter(({ withdrawn_at }) => withdrawn_at === null);
  const known = new Set(open.map(({ person_id }) => person_id));
  const dayOf = (at: Date) => formatDay(dayIn(person.organisation.timeZone, at), 'short');
  return {
    workshop: { id: workshop.id, title: workshop.title },
    open: workshop.cancelled_at === null && workshop.ends_at > now(),
    again: remindedAfterDays.map(String),
    invited: invited.map(({ id, name, answer, invited_at, reminders, withdrawn_at, withdrawn_because }) => ({
      id,
      name,
      answer: withdrawn_at ? ('withdrawn' as const) : answer,
      invited: dayOf(invited_at),
      reminders: reminders ?? 0,
      withdrawn: withdrawn_at && { day: dayOf(withdrawn_at), reason: withdrawn_because ?? '–' }
    })),
    toWithdraw: open.map(({ id, name }) => ({ value: id, label: name })),
    colleagues: (await colleaguesToEnrol(tx, workshop.id, person))
      .filter(({ id }) => !known.has(id))
      .map(({ id, name }) => ({ value: id, label: name }))
  };
};

export const actions: Actions = {
  invite: async ({ params, request, locals, cookies }) => {
    if (!isId(params.workshop)) error(404);
    const { input, values, errors } = readForm(Invitations, await request.formData(), ['people']);
    if (!input) return fail(400, { values, errors });
    const refusal = await inviteTo(
      locals.tx,
      { workshop: params.workshop, people: input.people },
      locals.person!
    );
    if (refusal) return fail(409, { values, refusal: invitationRefusals[refusal]() });
    say(cookies, m.training_invited_done());
    redirect(303, `/training/workshops/${params.workshop}/invitations`);
  },
  withdraw: async ({ params, request, locals, cookies }) => {
    const { input, values, errors } = readForm(Withdrawal, await request.formData());
    if (!input) return fail(400, { values, errors });
    const refusal = await withdrawInvitation(locals.tx, input, locals.person!);
    if (refusal) return fail(409, { values, notWithdrawn: withdrawalRefusals[refusal]() });
    say(cookies, m.training_invitation_withdrawn_done());
    redirect(303, `/training/workshops/${params.workshop}/invitations`);
  }
};
