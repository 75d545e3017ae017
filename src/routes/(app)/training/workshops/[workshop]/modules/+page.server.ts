import { fail, redirect } from '@sveltejs/kit';
import { getLocale } from '#languages';
import { teachRefusals, wordsIn } from '#domains/training/index.ts';
import { modulesVisibleTo, setTaught, taughtIn } from '#domains/training/index.server.ts';
import { readRows } from '#platform/forms/index.ts';
import { isId } from '#platform/ids.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import { workshopOf } from '../workshop-of.server.ts';
import type { Actions, PageServerLoad } from './$types';
import { moduleRows } from './rows.ts';

export const load: PageServerLoad = async ({ params, locals }) => {
  const workshop = await workshopOf(locals, params.workshop);
  const language = getLocale();
  const taught = await taughtIn(locals.tx, workshop.id);
  return {
    workshop: { id: workshop.id, title: workshop.title, hours: workshop.hours },
    modules: (await modulesVisibleTo(locals.tx, locals.person!))
      .map(({ module, titles, hours }) => ({
        value: module,
        label: m.training_module_choice({ title: wordsIn(titles, language), hours })
      }))
      .toSorted((a, b) => a.label.localeCompare(b.label, language)),
    taught: taught.length,
    values: Object.fromEntries(
      taught.flatMap(({ module, hours }, index) => [
        [`module_${index}`, module],
        [`hours_${index}`, String(hours)]
      ])
    ) as Record<string, string>
  };
};

export const actions: Actions = {
  default: async ({ params, request, locals, cookies }) => {
    const form = await request.formData();
    const rows = readRows(form, ['module', 'hours'], moduleRows).map(({ values }) => ({
      module: values.module,
      hours: Number(values.hours.replace(',', '.'))
    }));
    const values = Object.fromEntries([...form].map(([name, value]) => [name, String(value)]));
    if (rows.some(({ module }) => !isId(module)))
      return fail(400, { values, refusal: m.training_error_choose() });
    const refusal = await setTaught(locals.tx, { workshop: params.workshop, modules: rows }, locals.person!);
    if (refusal) return fail(409, { values, refusal: teachRefusals[refusal]() });
    say(cookies, m.training_taught_saved());
    redirect(303, `/training/workshops/${params.workshop}`);
  }
};
