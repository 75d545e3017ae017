import { error, fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { getLocale } from '#languages';
import { pathNames, pathRefusals, wordsIn, type PathModule } from '#domains/training/index.ts';
import { modulesOf, modulesVisibleTo, pathsVisibleTo, publishPath } from '#domains/training/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { readForm } from '#platform/forms/index.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import { filled } from '../../../workshops/fields.ts';
import { isId } from '#platform/ids.ts';
import type { Actions, PageServerLoad } from './$types';

const Change = v.object({
  command: v.pipe(v.string(), v.uuid()),
  reason: v.pipe(filled, v.maxLength(500)),
  modules: v.array(v.pipe(v.string(), v.uuid()))
});

export const load: PageServerLoad = async ({ params, locals }) => {
  const path = await pathToChange(locals.tx, params.path, locals.person!);
  const chosen = await modulesOf(locals.tx, path.version);
  const language = getLocale();
  const all = (await modulesVisibleTo(locals.tx, locals.person!)).map(({ module, titles }) => ({
    module,
    title: wordsIn(titles, language)
  }));
  const rank = (module: string) => chosen.findIndex((one) => one.module === module);
  return {
    path: { id: path.id, name: pathNames[path.leads_to]() },
    modules: all.toSorted(
      (a, b) =>
        (rank(a.module) + 1 || 1000) - (rank(b.module) + 1 || 1000) ||
        a.title.localeCompare(b.title, language)
    ),
    chosen: chosen.map(({ module, needs }) => ({ module, needs }))
  };
};

export const actions: Actions = {
  default: async ({ params, request, locals, cookies }) => {
    const path = await pathToChange(locals.tx, params.path, locals.person!);
    const form = await request.formData();
    const { input, values, errors } = readForm(Change, form, ['modules']);
    const typed = ((values.modules as string[] | undefined) ?? []).map((module): PathModule => ({
      module,
      needs: form.getAll(`needs_${module}`).map(String)
    }));
    if (!input) return fail(400, { chosen: typed, values, errors });
    const refusal = await publishPath(
      locals.tx,
      { id: input.command, leadsTo: path.leads_to, modules: typed, reason: input.reason },
      locals.person!
    );
    if (refusal) return fail(409, { chosen: typed, values, refusal: pathRefusals[refusal]() });
    say(cookies, m.training_published());
    redirect(303, `/training/paths/${path.id}`);
  }
};

async function pathToChange(tx: Tx, id: string, person: Person) {
  if (!isId(id)) error(404);
  const path = await pathsVisibleTo(tx, person).where('path.id', '=', id).executeTakeFirst();
  if (!path) error(404);
  return path;
}
