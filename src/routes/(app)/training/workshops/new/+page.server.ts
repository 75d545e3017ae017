import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { scheduleRefusals, wordsOfPlan, workshopKindNames, workshopKinds } from '#domains/training/index.ts';
import { scheduleWorkshop, trainersIn } from '#domains/training/index.server.ts';
import { locales } from '#languages';
import { dayIn } from '#platform/clock/index.ts';
import { readForm } from '#platform/forms/index.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import type { Actions, PageServerLoad } from './$types';
import { daysIn } from '../days.server.ts';
import { lineChoices } from '../lines.server.ts';
import { blank, byInvitation, filled, onlineLink, room, seats, venue } from '../fields.ts';
import { roomChoices } from '../rooms.server.ts';

const id = v.pipe(v.string(), v.uuid());
const Workshop = v.object({
  command: id,
  title: v.pipe(filled, v.maxLength(200)),
  aims: v.pipe(filled, v.maxLength(4000)),
  kind: v.picklist(workshopKinds, () => m.training_error_choose()),
  line: v.optional(v.union([blank, id]), ''),
  room,
  venue,
  online_link: onlineLink,
  by_invitation: byInvitation,
  language: v.picklist(locales, () => m.training_error_choose()),
  seats,
  trainers: v.array(id)
});

export const load: PageServerLoad = async ({ locals }) => {
  const { tx } = locals;
  const person = locals.person!;
  const { timeZone } = person.organisation;
  return {
    timeZone,
    kinds: workshopKinds.map((kind) => ({ value: kind, label: workshopKindNames[kind]() })),
    languages: locales.map((locale) => ({ value: locale, label: m.language_name({}, { locale }) })),
    rooms: await roomChoices(tx, person),
    trainers: (await trainersIn(tx, person)).map(({ id, name }) => ({ value: id, label: name })),
    lines: await lineChoices(tx, dayIn(timeZone), person)
  };
};

export const actions: Actions = {
  default: async ({ request, locals, cookies }) => {
    const form = await request.formData();
    const person = locals.person!;
    const { input, values, errors } = readForm(Workshop, form, ['trainers']);
    const days = daysIn(form, person.organisation.timeZone);
    if (!input || Object.keys(days.errors).length > 0)
      return fail(400, { values, errors: { ...errors, ...days.errors } });
    const { command, online_link, by_invitation, ...workshop } = input;
    const refusal = await scheduleWorkshop(
      locals.tx,
      {
        ...workshop,
        id: command,
        onlineLink: online_link,
        byInvitation: by_invitation,
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
