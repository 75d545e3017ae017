import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { getLocale } from '#languages';
import { m } from '#messages';
import { newestRubrics } from '#domains/competence/index.ts';
import { addScenario, rubricsHere, scenariosHere } from '#domains/competence/index.server.ts';
import { say } from '#ui/flash.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({
  scenarios: (await scenariosHere(locals.tx)).map(({ id, rubric, words }) => ({
    id,
    rubric,
    words: words[getLocale()]
  })),
  rubrics: newestRubrics(await rubricsHere(locals.tx)).map(({ id, title }) => ({
    id,
    title: title[getLocale()]
  }))
});

const text = (max: number) => v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(max));
const NewScenario = v.object({
  command: v.pipe(v.string(), v.uuid()),
  rubric: v.string(),
  title: text(200),
  helper: text(4000),
  actor: text(4000)
});

export const actions: Actions = {
  default: async ({ locals, request, cookies }) => {
    const values = Object.fromEntries(await request.formData()) as Record<string, string>;
    const parsed = v.safeParse(NewScenario, values);
    const known = newestRubrics(await rubricsHere(locals.tx)).some(({ id }) => id === values.rubric);
    if (!parsed.success || !known) return fail(400, { values, refusal: m.competence_scenario_incomplete() });
    const { command, ...scenario } = parsed.output;
    await addScenario(locals.tx, { id: command, ...scenario }, locals.person!);
    say(cookies, m.competence_scenario_added());
    redirect(303, '/competence/scenarios');
  }
};
