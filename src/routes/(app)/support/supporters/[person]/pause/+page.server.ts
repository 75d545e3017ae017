import { error, fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { liftPause, pausesOf, pauseSupporter, supporterNamed } from '#domains/support/index.server.ts';
import { pauseWords } from '#domains/support/index.ts';
import type { Person } from '#platform/access/index.ts';
import { dayIn } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { readForm } from '#platform/forms/index.ts';
import { formatDay } from '#platform/languages/format.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import type { Actions, PageServerLoad } from './$types';

const Why = v.object({
  reason: v.pipe(
    v.string(),
    v.trim(),
    v.nonEmpty(() => m.support_close_fill()),
    v.maxLength(500)
  )
});

export const load: PageServerLoad = async ({ locals, params }) => {
  const person = locals.person!;
  const supporter = await supporterTo(locals.tx, params.person, person);
  const pauses = await pausesOf(locals.tx, supporter.id);
  const zone = person.organisation.timeZone;
  return {
    name: supporter.name,
    own: supporter.id === person.id,
    suspended: pauses.some(({ kind, lifted_at }) => kind === 'suspension' && !lifted_at),
    zone,
    pauses: pauses.map(({ kind, at, by, reason, lifted_at, lifted_by, lifted_because }) => ({
      at,
      title: pauseWords[kind](),
      detail: [
        [reason, by].filter(Boolean).join(' · '),
        lifted_at &&
          m.support_pause_until({
            day: formatDay(dayIn(zone, lifted_at)),
            name: lifted_by ?? m.account_looked_system(),
            reason: lifted_because ?? '–'
          })
      ]
        .filter(Boolean)
        .join('. ')
    }))
  };
};

export const actions: Actions = {
  suspend: async ({ locals, params, request, cookies }) => {
    const { input, values, errors } = readForm(Why, await request.formData());
    if (!input) return fail(400, { values, errors });
    const person = locals.person!;
    const { id: supporter } = await supporterTo(locals.tx, params.person, person);
    if (supporter === person.id) return fail(409, { values, refusal: m.support_pause_refusal_self() });
    await pauseSupporter(locals.tx, { supporter, kind: 'suspension', reason: input.reason }, person);
    say(cookies, m.support_pause_suspended());
    redirect(303, `/support/supporters/${params.person}/pause`);
  },
  lift: async ({ locals, params, request, cookies }) => {
    const { input, values, errors } = readForm(Why, await request.formData());
    if (!input) return fail(400, { values, errors });
    const person = locals.person!;
    const { id: supporter } = await supporterTo(locals.tx, params.person, person);
    if (supporter === person.id) return fail(409, { values, refusal: m.support_pause_refusal_self() });
    await liftPause(locals.tx, { supporter, kind: 'suspension', reason: input.reason }, person);
    say(cookies, m.support_pause_lifted());
    redirect(303, `/support/supporters/${params.person}/pause`);
  }
};

async function supporterTo(tx: Tx, id: string, person: Person) {
  return (await supporterNamed(tx, id, person)) ?? error(404);
}
