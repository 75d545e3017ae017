import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { concernsVisibleTo, crisisContactsFor, raiseConcern, somebodyThere } from '#domains/safeguarding/index.server.ts';
import { m } from '#messages';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { tx, person } }) => {
  const { id, organisation } = person!;
  const open = await concernsVisibleTo(tx, person!)
    .where('concern.raised_by', '=', id)
    .where('closing.confirmed_at', 'is', null)
    .orderBy('concern.raised_at', 'desc')
    .executeTakeFirst();
  return {
    numbers: await crisisContactsFor(tx, organisation),
    there: await somebodyThere(tx, organisation.timeZone),
    sent: open ? { taken: open.acknowledged_by !== null } : null
  };
};

const Worry = v.object({ command: v.pipe(v.string(), v.uuid()), said: v.pipe(v.string(), v.trim(), v.maxLength(10_000)) });

export const actions: Actions = {
  default: async ({ request, locals: { tx, person } }) => {
    const { command: id, said } = v.parse(Worry, Object.fromEntries(await request.formData()));
    // Pressing the button says enough: nobody in danger is turned back for an empty field.
    await raiseConcern(tx, { id, about: person!.id, urgency: 'immediate', said: said || m.safeguarding_worried_default() }, person!);
    redirect(303, '/my/worried');
  }
};
