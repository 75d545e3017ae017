import { error, fail, redirect } from '@sveltejs/kit';
import { getLocale } from '#languages';
import { m } from '#messages';
import { assessmentRefusals, assessorRoles, compare, shownIn, whyLevel } from '#domains/competence/index.ts';
import {
  askSecondAssessor,
  colleaguesWith,
  observationOfAssessment,
  recordResult,
  type Observation
} from '#domains/competence/index.server.ts';
import { can } from '#platform/access/index.ts';
import { isId } from '#platform/ids.ts';
import { say } from '#ui/flash.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const person = locals.person!;
  const observation = isId(params.assessment)
    ? await observationOfAssessment(locals.tx, params.assessment, person)
    : null;
  if (!observation) error(404);
  const mine = observation.results.find(({ assessor }) => assessor.id === person.id);
  const alone = observation.results.length === 1 && can(person, 'assessments.record');
  return {
    person: observation.person,
    rubric: shownIn(observation.rubric, getLocale()),
    context: observation.context,
    observedOn: observation.observedOn,
    toTick: mine?.assessment === params.assessment && mine.ticks === null,
    results: observation.results.map((result) => shownResult(observation, result)),
    comparison: compare(observation.results.flatMap(({ levels }) => (levels ? [levels] : []))),
    seconds: alone
      ? (await colleaguesWith(locals.tx, assessorRoles)).filter(
          ({ id }) => id !== observation.person.id && id !== person.id
        )
      : []
  };
};

export const actions: Actions = {
  record: async ({ locals, params, request, cookies }) => {
    const ticks = (await request.formData()).getAll('tick').map(String);
    if (!isId(params.assessment)) error(404);
    const refusal = await recordResult(locals.tx, { assessment: params.assessment, ticks }, locals.person!);
    if (refusal) return fail(409, { refusal: assessmentRefusals[refusal](), ticks });
    say(cookies, m.competence_handed_in());
    redirect(303, `/competence/assessments/${params.assessment}`);
  },
  second: async ({ locals, params, request, cookies }) => {
    const second = String((await request.formData()).get('assessor') ?? '');
    if (!isId(params.assessment) || !isId(second))
      return fail(400, { refusal: assessmentRefusals['not-an-assessor'](), ticks: [] });
    const observation = await observationOfAssessment(locals.tx, params.assessment, locals.person!);
    if (!observation) error(404);
    const refusal = await askSecondAssessor(locals.tx, observation.id, second, locals.person!);
    if (refusal) return fail(409, { refusal: assessmentRefusals[refusal](), ticks: [] });
    say(cookies, m.competence_asked_second());
    redirect(303, `/competence/assessments/${params.assessment}`);
  }
};

function shownResult(
  { rubric }: Observation,
  { assessment, assessor, ticks, levels }: Observation['results'][number]
) {
  const reasons = ticks && rubric.items.map((item) => whyLevel(item, new Set(ticks)));
  return {
    assessment,
    assessor: assessor.name,
    levels: levels && levels.map(({ item, level }, index) => ({ item, level, why: reasons![index]! }))
  };
}
