import { error, fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { getLocale } from '#languages';
import { m } from '#messages';
import { newestRubric } from '#domains/competence/index.ts';
import {
  addScenario,
  restingScenarios,
  restScenario,
  rubricsHere,
  scenariosHere,
  wakeScenario
} from '#domains/competence/index.server.ts';
import { can } from '#platform/access/index.ts';
import { isId } from '#platform/ids.ts';
import { say } from '#ui/flash.server.ts';
import { rubricOptions } from '../rubric-choices.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const resting = await restingScenarios(locals.tx);
  return {
    scenarios: (await scenariosHere(locals.tx)).map(({ id, rubric, words }) => ({
      id,
      rubric,
      rests: resting.has(id),
      words: words[getLocale()]
    })),
    rubrics: rubricOptions(await rubricsHere(locals.tx)),
    mayChange: can(locals.person, 'assessments.record')
  };
};

const text = (max: number) => v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(max));
const NewScenario = v.object({
  command: v.pipe(v.string(), v.uuid()),
  rubric: v.string(),
  title: text(200),
  helper: text(4000),
  actor: text(4000)
});

export const actions: Actions = {
  add: async ({ locals, request, cookies }) => {
    const values = Object.fromEntries(await request.formData()) as Record<string, string>;
    const parsed = v.safeParse(NewScenario, values);
    const known = newestRubric(await rubricsHere(locals.tx), values.rubric ?? '') !== null;
    if (!parsed.success || !known) return fail(400, { values, refusal: m.competence_scenario_incomplete() });
    const { command, ...scenario } = parsed.output;
    await addScenario(locals.tx, { id: command, ...scenario }, locals.person!);
    say(cookies, m.competence_scenario_added());
    redirect(303, '/competence/scenarios');
  },
  rest: async ({ locals, request, cookies }) => {
    const { id, scenario } = asked(await request.formData());
    if (!isId(id) || !(await restScenario(locals.tx, { id, scenario }, locals.person!))) error(404);
    say(cookies, m.competence_scenario_rested());
    redirect(303, '/competence/scenarios');
  },
  wake: async ({ locals, request, cookies }) => {
    const { scenario } = asked(await request.formData());
    if (!(await wakeScenario(locals.tx, scenario, locals.person!))) error(404);
    say(cookies, m.competence_scenario_woken());
    redirect(303, '/competence/scenarios');
  }
};

const asked = (sent: FormData) => ({
  id: String(sent.get('command') ?? ''),
  scenario: String(sent.get('scenario') ?? '')
});
