import { error, fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { getLocale, locales } from '#languages';
import { moduleTestRefusals, pathRefusals, testKey, wordsIn } from '#domains/training/index.ts';
import {
  modulesVisibleTo,
  moduleTests,
  publishModule,
  setModuleTest,
  versionsOfModule
} from '#domains/training/index.server.ts';
import { readForm } from '#platform/forms/index.ts';
import { m } from '#messages';
import { isId } from '#platform/ids.ts';
import { say } from '#ui/flash.server.ts';
import { testChoices } from '../../../test-choices.server.ts';
import { competencies } from '../../competencies.server.ts';
import { filled } from '../../workshops/fields.ts';
import type { Actions, PageServerLoad } from './$types';

const Module = v.object({
  command: v.pipe(v.string(), v.uuid()),
  hours: v.pipe(
    v.string(),
    v.transform((text) => Number(text.replace(',', '.'))),
    v.minValue(0.25, () => m.training_refusal_hours_not_given()),
    v.maxValue(500, () => m.training_refusal_hours_not_given())
  ),
  serves: v.array(v.string()),
  reason: v.pipe(filled, v.maxLength(500))
});

export const load: PageServerLoad = async ({ params, locals }) => {
  const found = await moduleOf(locals, params.module);
  const language = getLocale();
  const test = (await moduleTests(locals.tx)).get(found.module);
  return {
    tests: await testChoices(locals.tx, locals.person!),
    test: test ? { value: testKey(test), alone: test.insteadOfHours } : null,
    title: wordsIn(found.titles, language),
    number: found.number,
    versions: await versionsOfModule(locals.tx, found.module),
    zone: locals.person!.organisation.timeZone,
    // The reader's own language first.
    languages: locales
      .toSorted((a, b) => Number(b === language) - Number(a === language))
      .map((locale) => ({
        locale,
        name: m.language_name({}, { locale }),
        title: found.titles[locale] ?? '',
        aims: found.aims[locale] ?? ''
      })),
    hours: String(found.hours),
    serves: found.serves,
    competencies: Object.entries(competencies()).map(([value, label]) => ({ value, label }))
  };
};

export const actions: Actions = {
  publish: async ({ params, request, locals, cookies }) => {
    const found = await moduleOf(locals, params.module);
    const form = await request.formData();
    const { input, values, errors } = readForm(Module, form, ['serves']);
    const written = (part: string) =>
      Object.fromEntries(
        locales.flatMap((locale) => {
          const text = String(form.get(`${part}_${locale}`) ?? '').trim();
          return text ? [[locale, text.slice(0, 2000)]] : [];
        })
      );
    const titles = written('title');
    if (!input) return fail(400, { values, errors });
    if (Object.keys(titles).length === 0)
      return fail(400, { values, errors: { title: m.training_error_required() } });
    const { command, hours, serves, reason } = input;
    const known = competencies();
    const refusal = await publishModule(
      locals.tx,
      {
        id: command,
        module: found.module,
        titles,
        aims: written('aims'),
        hours,
        serves: serves.filter((item) => item in known),
        reason
      },
      locals.person!
    );
    if (refusal) return fail(409, { values, errors: {}, refusal: pathRefusals[refusal]() });
    say(cookies, m.training_published());
    redirect(303, `/training/modules/${found.module}`);
  },
  test: async ({ params, request, locals, cookies }) => {
    const found = await moduleOf(locals, params.module);
    const form = await request.formData();
    const command = form.get('command');
    const [course, part] = String(form.get('test')).split('/');
    if (!isId(command)) error(400);
    const insteadOfHours = form.get('alone') === 'yes';
    const test = isId(course) && isId(part) ? { course, part, insteadOfHours } : null;
    const refusal = await setModuleTest(
      locals.tx,
      { id: command, module: found.module, test },
      locals.person!
    );
    if (refusal) return fail(409, { values: {}, errors: {}, testRefusal: moduleTestRefusals[refusal]() });
    say(cookies, m.training_module_test_saved());
    redirect(303, `/training/modules/${found.module}`);
  }
};

async function moduleOf({ tx, person }: App.Locals, id: string) {
  const found = (await modulesVisibleTo(tx, person!)).find(({ module }) => module === id);
  if (!found) error(404);
  return found;
}
