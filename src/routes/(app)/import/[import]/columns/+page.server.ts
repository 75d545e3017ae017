import { error, fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { importRefusals } from '#platform/imports/index.ts';
import { checkImport, columnChoices } from '#platform/imports/index.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals: { tx, person } }) => {
  const found = await columnChoices(tx, params.import, person!);
  if (!found) error(404);
  const columns = Object.entries(
    found.kind.columns as Record<string, { label: () => string; required?: true }>
  );
  return {
    id: params.import,
    kind: found.kind.label(),
    choices: found.choices,
    dayFirst: found.dayFirst,
    columns: columns.map(([key, { label, required }]) => ({
      key,
      label: label(),
      required: required ?? false
    }))
  };
};

const Answer = v.object({
  column: v.array(v.pipe(v.string(), v.maxLength(100))),
  order: v.picklist(['day', 'month'])
});

export const actions: Actions = {
  default: async ({ params, request, locals: { tx, person } }) => {
    const form = await request.formData();
    const answer = v.safeParse(Answer, { column: form.getAll('column'), order: form.get('order') });
    if (!answer.success) return fail(400, { mapping: null, refusal: importRefusals['columns-missing']() });
    const mapping = answer.output.column.map((key) => key || null);
    const refusal = await checkImport(
      tx,
      params.import,
      { mapping, dayFirst: answer.output.order === 'day' },
      person!
    );
    if (refusal) return fail(409, { mapping, refusal: importRefusals[refusal]() });
    redirect(303, `/import/${params.import}/preview`);
  }
};
