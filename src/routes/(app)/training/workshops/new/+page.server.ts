import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { scheduleRefusals, wordsOfPlan } from '#domains/training/index.ts';
import { scheduleWorkshop, trainersIn } from '#domains/training/index.server.ts';
import { dayIn } from '#platform/clock/index.ts';
import { readForm } from '#platform/forms/index.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import type { Actions, PageServerLoad } from './$types';
import { daysIn } from '../days.server.ts';
import { lineChoices } from '../lines.server.ts';
import { blank, byInvitation, onlineLink, room, seats, venue } from '../fields.ts';
import { roomChoices } from '../rooms.server.ts';
import { named, offered, wordChoices } from '../words.server.ts';

const id = v.pipe(v.string(), v.uuid());
const Workshop = v.object({
  command: id,
  ...named,
  ...offered,
  line: v.optional(v.union([blank, id]), ''),
  room,
  venue,
  online_link: onlineLink,
  by_invitation: byInvitation,
  seats,
  trainers: v.array(id)
});

export const load: PageServerLoad = async ({ locals }) => {
  const { tx } = locals;
  const person = locals.person!;
  const { timeZone } = person.organisation;
  return {
    timeZone,
    ...wordChoices(),
    rooms: await roomChoices(tx, person),
    trainers: (await trainersIn(tx, person)).map(({ id, name }) => ({ value: id, label: name })),
    lines: await lineChoices(tx, dayIn(timeZone), person)
  };
};

export const actions: Actions = {
  default: async ({ request, locals, cookies }) => {
    const form = await request.formData();
    const person = locals.person!;
    const { input, values, errors } = readForm(Workshop, form, ['trainers', 'also_in']);
    const days = daysIn(form, person.organisation.timeZone);
    if (!input || Object.keys(days.errors).length > 0)
      return fail(400, { values, errors: { ...errors, ...days.errors } });
    const { command, online_link, by_invitation, also_in, ...workshop } = input;
    const refusal = await scheduleWorkshop(
      locals.tx,
      {
        ...workshop,
        id: command,
        onlineLink: online_link,
        byInvitation: by_invitation,
        alsoIn: also_in,
        timeZone: person.organisation.timeZone,
        sessions: days.sessions
      },
      person
    );
    if (refusal) return fail(409, { values, refusal: wordsOfPlan(scheduleRefusals, refusal) });
    say(cookies, m.training_scheduled());
    redirect(303, `/training/workshops/${command}`);
  }
};
