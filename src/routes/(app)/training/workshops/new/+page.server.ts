import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { amountText, left, minorUnits } from '#domains/funding/index.ts';
import { linesVisibleTo } from '#domains/funding/index.server.ts';
import { scheduleRefusals, wordsOfPlan, workshopKindNames, workshopKinds } from '#domains/training/index.ts';
import { scheduleWorkshop, trainersIn } from '#domains/training/index.server.ts';
import { locales } from '#languages';
import { dayIn } from '#platform/clock/index.ts';
import { readForm } from '#platform/forms/index.ts';
import { formatMoney } from '#platform/languages/format.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import type { Actions, PageServerLoad } from './$types';
import { daysIn } from '../days.server.ts';
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
  const lines = await linesVisibleTo(tx, person)
    .where('grants.ends_on', '>=', dayIn(timeZone))
    .orderBy('grants.title')
    .orderBy('budget_lines.code')
    .execute();
  return {
    timeZone,
    kinds: workshopKinds.map((kind) => ({ value: kind, label: workshopKindNames[kind]() })),
    languages: locales.map((locale) => ({ value: locale, label: m.language_name({}, { locale }) })),
    rooms: await roomChoices(tx, person),
    trainers: (await trainersIn(tx, person)).map(({ id, name }) => ({ value: id, label: name })),
    lines: lines.map(({ id, grant, code, name, currency, amount, spent, proposed }) => {
      const units = (text: string) => minorUnits(text, currency)!;
      const rest = left({ amount: units(amount), spent: units(spent), proposed: units(proposed) });
      return {
        value: id,
        label: m.training_line_choice({
          grant,
          code,
          name,
          left: formatMoney(amountText(rest, currency), currency)
        })
      };
    })
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
