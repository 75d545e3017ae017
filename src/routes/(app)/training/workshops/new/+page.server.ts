import { fail, redirect } from '@sveltejs/kit';
import { Temporal } from 'temporal-polyfill';
import * as v from 'valibot';
import { amountText, left, minorUnits } from '#domains/funding/index.ts';
import { linesVisibleTo } from '#domains/funding/index.server.ts';
import { scheduleRefusals, workshopKindNames, workshopKinds } from '#domains/training/index.ts';
import { scheduleWorkshop, trainersIn } from '#domains/training/index.server.ts';
import { locales } from '#languages';
import { dayIn } from '#platform/clock/index.ts';
import { readForm, readRows } from '#platform/forms/index.ts';
import { newId } from '#platform/ids.ts';
import { formatMoney } from '#platform/languages/format.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import type { Actions, PageServerLoad } from './$types';
import { dayRows } from './day-rows.ts';

const filled = v.pipe(
  v.string(),
  v.trim(),
  v.nonEmpty(() => m.training_error_required())
);
const id = v.pipe(v.string(), v.uuid());
const blank = v.pipe(
  v.literal(''),
  v.transform(() => null)
);

const Workshop = v.object({
  command: id,
  title: v.pipe(filled, v.maxLength(200)),
  aims: v.pipe(filled, v.maxLength(4000)),
  kind: v.picklist(workshopKinds, () => m.training_error_choose()),
  line: v.optional(v.union([blank, id]), ''),
  venue: v.union([blank, v.pipe(v.string(), v.trim(), v.maxLength(300))]),
  online_link: v.union([blank, v.pipe(v.string(), v.url(), v.startsWith('https://'))], () =>
    m.training_error_link()
  ),
  language: v.picklist(locales, () => m.training_error_choose()),
  seats: v.pipe(
    v.string(),
    v.transform(Number),
    v.integer(() => m.training_error_seats()),
    v.minValue(1, () => m.training_error_seats()),
    v.maxValue(1000, () => m.training_error_seats())
  ),
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
    const days = readRows(form, ['day', 'from', 'to'], dayRows);
    const sessions = days.map(({ index, values: day }) => ({
      index,
      session: sessionOn(day, person.organisation.timeZone)
    }));
    const unreadable = sessions.filter(({ session }) => session === null);
    if (!input || unreadable.length > 0) {
      const rows = Object.fromEntries(
        unreadable.map(({ index }) => [`day_${index}`, m.training_error_day()])
      );
      return fail(400, { values, errors: { ...errors, ...rows } });
    }
    const { command, online_link, ...workshop } = input;
    const refusal = await scheduleWorkshop(
      locals.tx,
      {
        ...workshop,
        id: command,
        onlineLink: online_link,
        timeZone: person.organisation.timeZone,
        sessions: sessions.map(({ session }) => session!)
      },
      person
    );
    if (refusal) return fail(409, { values, refusal: scheduleRefusals[refusal]() });
    say(cookies, m.training_scheduled());
    redirect(303, `/training/workshops/${command}`);
  }
};

/** A day with its two times of the clock in that zone, as a session; null when one of them is missing or is none. */
function sessionOn({ day, from, to }: { day: string; from: string; to: string }, timeZone: string) {
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || ![from, to].every((time) => /^\d\d:\d\d(:\d\d)?$/.test(time)))
    return null;
  const at = (time: string) => {
    const moment = Temporal.PlainDateTime.from(`${day}T${time}`, { overflow: 'reject' });
    return new Date(moment.toZonedDateTime(timeZone).epochMilliseconds);
  };
  try {
    return { id: newId(), startsAt: at(from), endsAt: at(to) };
  } catch (error) {
    // The 31st of February reads like a day and is none.
    if (error instanceof RangeError) return null;
    throw error;
  }
}
