import { error, redirect } from '@sveltejs/kit';
import { consentOf, giveConsent, recordStoreOf, withdrawConsent } from '#domains/training/index.server.ts';
import { dayIn } from '#platform/clock/index.ts';
import { isId } from '#platform/ids.ts';
import { formatDay } from '#platform/languages/format.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { tx, person } }) => {
  const store = await recordStoreOf(tx);
  const agreed = await consentOf(tx, person!);
  return {
    store: store && { host: new URL(store.endpoint).host, basis: store.basis, reason: store.reason },
    agreed: agreed && formatDay(dayIn(person!.organisation.timeZone, agreed))
  };
};

export const actions: Actions = {
  agree: async ({ request, locals, cookies }) => {
    const id = (await request.formData()).get('command');
    if (!isId(id)) error(400);
    await giveConsent(locals.tx, id, locals.person!);
    say(cookies, m.training_records_noted());
    redirect(303, '/training/mine/records');
  },
  withdraw: async ({ locals, cookies }) => {
    await withdrawConsent(locals.tx, locals.person!);
    say(cookies, m.training_records_noted());
    redirect(303, '/training/mine/records');
  }
};
