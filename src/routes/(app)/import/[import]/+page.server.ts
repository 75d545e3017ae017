import { error, fail, redirect } from '@sveltejs/kit';
import { m } from '#messages';
import { importsVisibleTo, kindFor, standingOfImport, undoImport } from '#platform/imports/index.server.ts';
import { say } from '#ui/flash.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals: { tx, person } }) => {
  const found = await importsVisibleTo(tx, person!)
    .where('imports.id', '=', params.import)
    .executeTakeFirst();
  if (!found) error(404);
  const standing = standingOfImport(found);
  if (standing === 'received') redirect(303, `/import/${params.import}/columns`);
  if (standing === 'checked') redirect(303, `/import/${params.import}/preview`);
  const { id, file_name, done, total, duplicates, notes } = found;
  return {
    id,
    file: file_name,
    kind: kindFor(person!, found.kind)!.label(),
    standing,
    done: done!,
    total: total!,
    duplicates: duplicates!,
    notes: notes!
  };
};

export const actions: Actions = {
  undo: async ({ params, cookies, locals: { tx, person } }) => {
    const refusal = await undoImport(tx, params.import, person!);
    if (refusal) return fail(409, { refusal: refusal.why(), which: refusal.which });
    say(cookies, m.imports_undone());
    redirect(303, `/import/${params.import}`);
  }
};
