import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { m } from '#messages';
import { developmentRefusals, enteredKinds } from '#domains/competence/index.ts';
import { enterDevelopment } from '#domains/competence/index.server.ts';
import { can } from '#platform/access/index.ts';
import { dayIn } from '#platform/clock/index.ts';
import { say } from '#ui/flash.server.ts';
import { developmentLog } from './log.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  const person = locals.person!;
  const { whose, balances, entries } = await developmentLog(locals, url);
  return {
    whose,
    balances,
    entries: entries.map((entry) => ({ ...entry, hours: Number(entry.hours) })),
    own: whose.id === person.id,
    today: dayIn(person.organisation.timeZone),
    mayConfirm: can(person, 'supervision.oversee')
  };
};

const words = (max: number) => v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(max));
const Entry = v.object({
  command: v.pipe(v.string(), v.uuid()),
  kind: v.picklist(enteredKinds),
  on: v.pipe(v.string(), v.isoDate()),
  hours: v.pipe(
    v.string(),
    v.nonEmpty(),
    v.transform((text) => Number(text.replace(',', '.'))),
    v.number(),
    v.minValue(0.25),
    v.maxValue(40)
  ),
  what: words(300),
  evidence: words(500)
});

export const actions: Actions = {
  default: async ({ locals, request, cookies }) => {
    const values = Object.fromEntries(await request.formData()) as Record<string, string>;
    const parsed = v.safeParse(Entry, values);
    if (!parsed.success) return fail(400, { values, refusal: m.competence_development_invalid() });
    const { command: id, ...entry } = parsed.output;
    const refusal = await enterDevelopment(locals.tx, { id, ...entry }, locals.person!);
    if (refusal) return fail(409, { values, refusal: developmentRefusals[refusal]() });
    say(cookies, m.competence_development_was_entered());
    redirect(303, '/competence/development');
  }
};
