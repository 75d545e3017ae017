import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { changeRefusals, wordsOfPlan } from '#domains/training/index.ts';
import { cancelWorkshop, changeWorkshop, sessionsOf } from '#domains/training/index.server.ts';
import { dayIn, now, timeIn } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { readForm } from '#platform/forms/index.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import { daysIn } from '../../days.server.ts';
import { byInvitation, filled, onlineLink, room, seats, venue } from '../../fields.ts';
import { roomChoices } from '../../rooms.server.ts';
import { workshopOf } from '../workshop-of.server.ts';
import type { Actions, PageServerLoad } from './$types';

const command = v.pipe(v.string(), v.uuid());
const reason = v.pipe(filled, v.maxLength(500));
const Change = v.object({
  command,
  room,
  venue,
  online_link: onlineLink,
  by_invitation: byInvitation,
  seats,
  reason
});
const Cancellation = v.object({ command, because: reason });

export const load: PageServerLoad = async ({ params, locals }) => {
  const workshop = await workshopOf(locals, params.workshop);
  const coming = await comingOf(locals.tx, workshop.id);
  const days = coming.map(({ startsAt, endsAt, room }, index) => [
    [`day_${index}`, dayIn(workshop.time_zone, startsAt)],
    [`from_${index}`, timeIn(workshop.time_zone, startsAt)],
    [`to_${index}`, timeIn(workshop.time_zone, endsAt)],
    [`room_${index}`, room === workshop.room_id ? '' : room]
  ]);
  return {
    rooms: await roomChoices(locals.tx, locals.person!),
    workshop: { id: workshop.id, title: workshop.title, time_zone: workshop.time_zone },
    days: coming.length,
    values: {
      room: workshop.room_id ?? '',
      by_invitation: workshop.by_invitation ? 'yes' : '',
      venue: workshop.venue ?? '',
      online_link: workshop.online_link ?? '',
      seats: String(workshop.seats),
      ...Object.fromEntries(days.flat())
    } as Record<string, string>
  };
};

export const actions: Actions = {
  change: async ({ params, request, locals, cookies }) => {
    const { tx } = locals;
    const person = locals.person!;
    const workshop = await workshopOf(locals, params.workshop);
    const form = await request.formData();
    const { input, values, errors } = readForm(Change, form);
    const days = daysIn(form, workshop.time_zone, await comingOf(tx, workshop.id));
    if (!input || Object.keys(days.errors).length > 0)
      return fail(400, { values, errors: { ...errors, ...days.errors } });
    const refusal = await changeWorkshop(
      tx,
      {
        id: input.command,
        workshop: workshop.id,
        room: input.room,
        byInvitation: input.by_invitation,
        venue: input.venue,
        onlineLink: input.online_link,
        seats: input.seats,
        sessions: days.sessions,
        reason: input.reason
      },
      person
    );
    if (refusal) return fail(409, { values, refusal: wordsOfPlan(changeRefusals, refusal) });
    say(cookies, m.training_changed());
    redirect(303, `/training/workshops/${workshop.id}`);
  },
  cancel: async ({ params, request, locals, cookies }) => {
    const { input, values, errors } = readForm(Cancellation, await request.formData());
    if (!input) return fail(400, { values, errors });
    const refusal = await cancelWorkshop(
      locals.tx,
      { workshop: params.workshop, reason: input.because },
      locals.person!
    );
    if (refusal) return fail(409, { values, notCancelled: changeRefusals[refusal]() });
    say(cookies, m.training_workshop_cancelled());
    redirect(303, `/training/workshops/${params.workshop}`);
  }
};

async function comingOf(tx: Tx, workshop: string) {
  return (await sessionsOf(tx, workshop)).filter(({ startsAt }) => startsAt > now());
}
