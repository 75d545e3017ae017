import { fail, redirect } from '@sveltejs/kit';
import { newRecordStore } from '#domains/training/index.ts';
import {
  deliveredTo,
  endRecordStore,
  recordStoreOf,
  setRecordStore
} from '#domains/training/index.server.ts';
import { readForm } from '#platform/forms/index.ts';
import { formatTime } from '#platform/languages/format.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { tx, person } }) => {
  const store = await recordStoreOf(tx);
  const zone = person!.organisation.timeZone;
  return {
    store: store && {
      endpoint: store.endpoint,
      basis: store.basis,
      reason: store.reason,
      since: formatTime(store.set_at, zone),
      lastSent: store.last_sent_at && formatTime(store.last_sent_at, zone),
      failed: store.last_error,
      delivered: await deliveredTo(tx, store.id)
    }
  };
};

export const actions: Actions = {
  set: async ({ request, locals, cookies }) => {
    const { input, values, errors } = readForm(newRecordStore, await request.formData());
    // A secret is not sent back, not even to who has just typed it.
    delete values.password;
    if (!input) return fail(400, { values, errors });
    await setRecordStore(locals.tx, input, locals.person!);
    say(cookies, m.training_store_is_set());
    redirect(303, '/admin/record-store');
  },
  end: async ({ locals, cookies }) => {
    await endRecordStore(locals.tx);
    say(cookies, m.training_store_ended());
    redirect(303, '/admin/record-store');
  }
};
