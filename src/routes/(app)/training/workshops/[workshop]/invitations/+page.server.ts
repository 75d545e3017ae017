import { error, fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { invitationRefusals, remindedAfterDays } from '#domains/training/index.ts';
import {
  colleaguesToEnrol,
  invitationsOf,
  inviteTo,
  workshopsVisibleTo
} from '#domains/training/index.server.ts';
import { dayIn, now } from '#platform/clock/index.ts';
import { readForm } from '#platform/forms/index.ts';
import { isId } from '#platform/ids.ts';
import { formatDay } from '#platform/languages/format.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import type { Actions, PageServerLoad } from './$types';

const Invitations = v.object({ people: v.array(v.pipe(v.string(), v.uuid())) });

export const load: PageServerLoad = async ({ params, locals }) => {
  const { tx } = locals;
  const person = locals.person!;
  if (!isId(params.workshop)) error(404);
  const workshop = await workshopsVisibleTo(tx, person)
    .where('workshops.id', '=', params.workshop)
    .executeTakeFirst();
  if (!workshop) error(404);
  const invited = await invitationsOf(tx, workshop.id);
  const known = new Set(invited.map(({ person_id }) => person_id));
  return {
    workshop: { id: workshop.id, title: workshop.title },
    open: workshop.cancelled_at === null && workshop.ends_at > now(),
    again: remindedAfterDays.map(String),
    invited: invited.map(({ id, name, answer, invited_at, reminders }) => ({
      id,
      name,
      answer,
      invited: formatDay(dayIn(person.organisation.timeZone, invited_at), 'short'),
      reminders: reminders ?? 0
    })),
    colleagues: (await colleaguesToEnrol(tx, workshop.id, person))
      .filter(({ id }) => !known.has(id))
      .map(({ id, name }) => ({ value: id, label: name }))
  };
};

export const actions: Actions = {
  default: async ({ params, request, locals, cookies }) => {
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
  }
};
