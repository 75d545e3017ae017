import { error, fail } from '@sveltejs/kit';
import { sessionVisibleTo, supervisionNoteOf } from '#domains/supervision/index.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const session = await sessionVisibleTo(locals.tx, params.session, locals.person!);
  return { session: session ?? error(404) };
};

export const actions: Actions = {
  // Opening a note is an act of its own: it is on record, and a link alone never does it.
  open: async ({ locals, params }) => {
    const session = await sessionVisibleTo(locals.tx, params.session, locals.person!);
    if (!session?.has_note) return fail(404, { opened: false, note: null });
    return { opened: true, note: await supervisionNoteOf(locals.tx, session.id) };
  }
};
