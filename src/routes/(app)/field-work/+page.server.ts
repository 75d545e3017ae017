import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import {
  openSetAside,
  setAsideVisibleTo,
  settleSetAside,
  titleOfKind,
  toldOf
} from '#platform/offline/index.server.ts';
import { readForm } from '#platform/forms/index.ts';
import { isId } from '#platform/ids.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import type { Actions, PageServerLoad } from './$types';

const Settling = v.object({
  id: v.pipe(v.string(), v.uuid()),
  decision: v.picklist(['entered-by-hand', 'discarded']),
  reason: v.pipe(
    v.string(),
    v.trim(),
    v.nonEmpty(() => m.training_error_required()),
    v.maxLength(2000)
  )
});

export const load: PageServerLoad = async ({ locals }) => ({
  waiting: (await setAsideVisibleTo(locals.tx, locals.person!)).map((one) => ({
    ...one,
    title: titleOfKind(one.kind)
  })),
  timeZone: locals.person!.organisation.timeZone
});

export const actions: Actions = {
  // Looking is an act, and leaves its trace.
  look: async ({ request, locals }) => {
    const id = (await request.formData()).get('id');
    const said = isId(id) ? await openSetAside(locals.tx, id) : null;
    if (!said) return fail(404, { id: null, said: null, refusal: m.offline_set_aside_gone() });
    return { id, said: await toldOf(locals.tx, said) };
  },
  settle: async ({ request, locals, cookies }) => {
    const { input, values, errors } = readForm(Settling, await request.formData());
    if (!input) return fail(400, { id: String(values.id ?? ''), said: null, values, errors });
    await settleSetAside(locals.tx, input, locals.person!);
    say(cookies, m.offline_set_aside_settled());
    redirect(303, '/field-work');
  }
};
