import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { concernsVisibleTo, raiseConcern, somebodyThere } from '#domains/safeguarding/index.server.ts';
import { m } from '#messages';
import { newId } from '#platform/ids.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { tx, person } }) => {
  const { id, organisation } = person!;
  const open = await concernsVisibleTo(tx, person!)
    .where('concern.raised_by', '=', id)
    .where('closing.confirmed_at', 'is', null)
    .orderBy('concern.raised_at', 'desc')
    .executeTakeFirst();
  return {
    // This page begins with the numbers; its foot need not say them again.
    numbersOnTop: true,
    there: await somebodyThere(tx, organisation.timeZone),
    sent: open ? { taken: open.acknowledged_by !== null } : null
  };
};

// Nobody in danger is turned back for what the form says: pressing the button says enough.
const saidCharactersMax = 10_000;
const Worry = v.object({
  command: v.fallback(v.pipe(v.string(), v.uuid()), newId),
  said: v.pipe(
    v.fallback(v.string(), ''),
    v.transform((text) => text.trim().slice(0, saidCharactersMax))
  )
});

export const actions: Actions = {
  default: async ({ request, locals: { tx, person } }) => {
    const { command: id, said } = v.parse(Worry, Object.fromEntries(await request.formData()));
    await raiseConcern(
      tx,
      { id, about: person!.id, urgency: 'immediate', said: said || m.safeguarding_worried_default() },
      person!
    );
    redirect(303, '/my/worried');
  }
};
