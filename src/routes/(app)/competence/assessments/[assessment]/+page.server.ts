import { error, fail, redirect } from '@sveltejs/kit';
import { getLocale } from '#languages';
import { m } from '#messages';
import {
  assessmentRefusals,
  assessorRoles,
  compare,
  decisiveTicks,
  disputedItems,
  isLevel,
  resolutionRefusals,
  shownIn,
  thirdRefusals,
  whyLevel,
  type ShownRubric
} from '#domains/competence/index.ts';
import {
  askSecondAssessor,
  askThird,
  colleaguesWith,
  confidedIn,
  lookAtHarm,
  maySettle,
  resolve,
  takeThird,
  thirdsFor,
  waitingForSecond,
  type Observation
} from '#domains/competence/index.server.ts';
import { can, type Person } from '#platform/access/index.ts';
import { dayIn } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { isId } from '#platform/ids.ts';
import { say } from '#ui/flash.server.ts';
import { headOf, isToTick, observationHere } from './observation.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const person = locals.person!;
  const observation = await observationHere(locals, params.assessment);
  if (isToTick(observation, params.assessment, person))
    redirect(303, `/competence/assessments/${params.assessment}/form`);
  const mine = observation.results.find(({ assessor }) => assessor.id === person.id);
  const done = observation.results.flatMap(({ levels }) => (levels ? [levels] : []));
  const disputed = disputedItems(done);
  const mayResolve = maySettle(observation, person) && mine?.ticks !== null;
  const supervisor = person.roles.includes('supervisor');
  const about = observation.person.id === person.id;
  const today = dayIn(person.organisation.timeZone);
  const alone = observation.results.length === 1 && can(person, 'assessments.record');
  return {
    person: observation.person,
    rubric: shownIn(observation.rubric, getLocale()),
    head: headOf(observation),
    assessment: params.assessment,
    results: observation.results.map((result) => shownResult(observation, result)),
    confided: about
      ? []
      : await confidedIn(
          locals.tx,
          observation.results.filter(({ ticks }) => ticks).map(({ assessment }) => assessment),
          observation.person.id
        ),
    mayLook: supervisor && !about,
    mayFollow: can(person, 'assessments.see'),
    waits: (await waitingForSecond(locals.tx, [observation], today)).size > 0,
    disputed,
    agreed: observation.agreed,
    mayResolve,
    third: mayResolve && disputed.length > 0 ? await thirdShown(locals.tx, observation, person) : null,
    timeZone: person.organisation.timeZone,
    comparison: compare(done),
    seconds: alone
      ? (await colleaguesWith(locals.tx, assessorRoles)).filter(
          ({ id }) => id !== observation.person.id && id !== person.id
        )
      : []
  };
};

export const actions: Actions = {
  looked: async ({ locals, params }) => {
    if (!isId(params.assessment) || !(await lookAtHarm(locals.tx, params.assessment, locals.person!)))
      error(404);
    redirect(303, `/competence/assessments/${params.assessment}`);
  },
  resolve: async ({ locals, params, request, cookies }) => {
    const sent = await request.formData();
    const observation = await observationHere(locals, params.assessment);
    const levels = observation.rubric.items.flatMap(({ id }) => {
      const level = Number(sent.get(`level-${id}`));
      return isLevel(level) ? [{ item: id, level }] : [];
    });
    const reason = String(sent.get('reason') ?? '').trim();
    const resolving = {
      reason,
      levels: Object.fromEntries(levels.map(({ item, level }) => [item, String(level)]))
    };
    if (!reason || reason.length > reasonMax)
      return fail(400, { refusal: m.competence_reason_missing(), resolving });
    const refusal = await resolve(locals.tx, { observation, levels, reason }, locals.person!);
    if (refusal) return fail(409, { refusal: resolutionRefusals[refusal](), resolving });
    say(cookies, m.competence_resolution_kept());
    redirect(303, `/competence/assessments/${params.assessment}`);
  },
  third: async ({ locals, params, request, cookies }) => {
    const third = String((await request.formData()).get('assessor') ?? '');
    const observation = await observationHere(locals, params.assessment);
    const refusal = await askThird(locals.tx, { observation, third }, locals.person!);
    if (refusal) return fail(409, { thirdRefusal: thirdRefusals[refusal]() });
    say(cookies, m.competence_third_asked());
    redirect(303, `/competence/assessments/${params.assessment}`);
  },
  take: async ({ locals, params, request, cookies }) => {
    const sent = await request.formData();
    const observation = await observationHere(locals, params.assessment);
    const third = String(sent.get('third') ?? '');
    const reason = String(sent.get('reason') ?? '').trim();
    if (!reason || reason.length > reasonMax)
      return fail(400, { thirdRefusal: m.competence_reason_missing(), taking: reason });
    const refusal = await takeThird(locals.tx, { observation, third, reason }, locals.person!);
    if (refusal) return fail(409, { thirdRefusal: resolutionRefusals[refusal](), taking: reason });
    say(cookies, m.competence_resolution_kept());
    redirect(303, `/competence/assessments/${params.assessment}`);
  },
  second: async ({ locals, params, request, cookies }) => {
    const second = String((await request.formData()).get('assessor') ?? '');
    const observation = await observationHere(locals, params.assessment);
    if (!isId(second)) return fail(400, { refusal: assessmentRefusals['not-an-assessor']() });
    const refusal = await askSecondAssessor(locals.tx, observation.id, second, locals.person!);
    if (refusal) return fail(409, { refusal: assessmentRefusals[refusal]() });
    say(cookies, m.competence_asked_second());
    redirect(303, `/competence/assessments/${params.assessment}`);
  }
};

const reasonMax = 2000;

/** The third who was asked, and what they may give; else who may be asked. */
async function thirdShown(tx: Tx, observation: Observation, person: Person) {
  const asked = observation.results[2];
  return {
    asked: asked ? { assessment: asked.assessment, name: asked.assessor.name, levels: asked.levels } : null,
    mayTake: asked !== undefined && asked.assessor.id !== person.id,
    others: asked ? [] : await thirdsFor(tx, observation, person)
  };
}

/** Each level with why, and by which behaviours, in the reader's words. */
function shownResult(
  { rubric }: Observation,
  { assessment, assessor, ticks, levels, startedAt, recordedAt }: Observation['results'][number]
) {
  const seen = new Set(ticks);
  const words = wordsOf(shownIn(rubric, getLocale()));
  return {
    assessment,
    assessor: assessor.name,
    startedAt,
    recordedAt,
    levels:
      levels &&
      levels.map(({ item, level }, index) => {
        const shape = rubric.items[index]!;
        const decisive = level === 3 ? [] : decisiveTicks(shape, seen);
        return { item, level, why: whyLevel(shape, seen), decisive: decisive.map((id) => words.get(id)!) };
      })
  };
}

const wordsOf = ({ items }: ShownRubric) =>
  new Map(
    items.flatMap(({ behaviours }) =>
      Object.values(behaviours).flatMap((column) => column.map(({ id, words }) => [id, words] as const))
    )
  );
