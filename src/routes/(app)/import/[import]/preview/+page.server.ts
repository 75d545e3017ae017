import { error, fail, redirect } from '@sveltejs/kit';
import { importRefusals } from '#platform/imports/index.ts';
import {
  askToApply,
  importsVisibleTo,
  problemsOf,
  standingOfImport,
  type Preview
} from '#platform/imports/index.server.ts';
import type { Actions, PageServerLoad } from './$types';

// The whole list can be downloaded.
const problemsShownMax = 100;

export const load: PageServerLoad = async ({ params, locals: { tx, person } }) => {
  const found = await importsVisibleTo(tx, person!)
    .where('imports.id', '=', params.import)
    .executeTakeFirst();
  if (!found) error(404);
  if (standingOfImport(found) !== 'checked') redirect(303, `/import/${params.import}`);
  return {
    id: found.id,
    file: found.file_name,
    ready: found.rows_ready!,
    errors: found.errors!,
    duplicates: found.duplicates!,
    preview: found.preview as unknown as Preview,
    problems: await problemsOf(tx, found.id).limit(problemsShownMax).execute()
  };
};

export const actions: Actions = {
  default: async ({ params, locals: { tx, person } }) => {
    const refusal = await askToApply(tx, params.import, person!);
    if (refusal) return fail(409, { refusal: importRefusals[refusal]() });
    redirect(303, `/import/${params.import}`);
  }
};
