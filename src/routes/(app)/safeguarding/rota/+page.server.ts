import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { instantIn, steps } from '#domains/safeguarding/index.ts';
import {
  addStaffedHours,
  possibleResponders,
  putOnCall,
  rotaVisibleTo,
  staffedHours,
  takeOffCall,
  withdrawStaffedHours
} from '#domains/safeguarding/index.server.ts';
import { can } from '#platform/access/index.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import { asSent } from '../../../as-sent.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { tx, person } }) => ({
  shifts: await rotaVisibleTo(tx, person!).execute(),
  hours: await staffedHours(tx).execute(),
  people: await possibleResponders(tx, person!).execute(),
  zone: person!.organisation.timeZone,
  mayManage: can(person, 'rota.manage')
});

const id = v.pipe(v.string(), v.uuid());
const Shift = v.object({
  command: id,
  person: id,
  step: v.picklist(steps),
  from: v.string(),
  until: v.string()
});
const time = v.pipe(v.string(), v.regex(/^\d{2}:\d{2}$/));
const Hours = v.object({
  command: id,
  weekday: v.pipe(v.string(), v.transform(Number), v.integer(), v.minValue(1), v.maxValue(7)),
  opens: time,
  closes: time
});
const One = v.object({ id });

export const actions: Actions = {
  shift: async ({ request, cookies, locals: { tx, person } }) => {
    const values = Object.fromEntries(await request.formData());
    const shift = v.safeParse(Shift, values);
    const zone = person!.organisation.timeZone;
    const startsAt = shift.success ? instantIn(zone, shift.output.from) : null;
    const endsAt = shift.success ? instantIn(zone, shift.output.until) : null;
    if (!shift.success || !startsAt || !endsAt || endsAt <= startsAt) {
      return fail(400, { values, refusal: m.safeguarding_shift_times_wrong() });
    }
    const { command, person: who, step } = shift.output;
    await putOnCall(tx, { id: command, person: who, step, startsAt, endsAt }, person!);
    return saved(cookies);
  },
  'remove-shift': async ({ request, cookies, locals: { tx } }) => {
    await takeOffCall(tx, asSent(One, await request.formData()).id);
    return saved(cookies);
  },
  hours: async ({ request, cookies, locals: { tx, person } }) => {
    const values = Object.fromEntries(await request.formData());
    const hours = v.safeParse(Hours, values);
    if (!hours.success || hours.output.closes <= hours.output.opens) {
      return fail(400, { values, hoursRefusal: m.safeguarding_shift_times_wrong() });
    }
    const { command, ...stretch } = hours.output;
    await addStaffedHours(tx, { id: command, ...stretch }, person!);
    return saved(cookies);
  },
  'remove-hours': async ({ request, cookies, locals: { tx } }) => {
    await withdrawStaffedHours(tx, asSent(One, await request.formData()).id);
    return saved(cookies);
  }
};

function saved(cookies: Parameters<typeof say>[0]): never {
  say(cookies, m.safeguarding_saved());
  redirect(303, '/safeguarding/rota');
}
