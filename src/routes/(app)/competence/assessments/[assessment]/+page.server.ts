import { error, fail, redirect } from '@sveltejs/kit';
import { getLocale } from '#languages';
import { m } from '#messages';
import {
  assessmentRefusals,
  assessorRoles,
  compare,
  disputedItems,
  isLevel,
  resolutionRefusals,
  shownIn,
  whyLevel
} from '#domains/competence/index.ts';
import {
  askSecondAssessor,
  colleaguesWith,
  confidedIn,
  draftOf,
  keepDraft,
  lookAtHarm,
  observationOfAssessment,
  recordResult,
  resolve,
  scenariosHere,
  type ItemTimes,
  type Observation
} from '#domains/competence/index.server.ts';
import { can } from '#platform/access/index.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
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
  const toTick = mine?.assessment === params.assessment && mine.ticks === null;
  const done = observation.results.flatMap(({ levels }) => (levels ? [levels] : []));
  const supervisor = person.roles.includes('supervisor');
  const about = observation.person.id === person.id;
  const alone = observation.results.length === 1 && can(person, 'assessments.record');
  return {
    person: observation.person,
    rubric: shownIn(observation.rubric, getLocale()),
    context: observation.context,
    observedOn: observation.observedOn,
    toTick,
    draft: toTick ? await draftOf(locals.tx, params.assessment) : null,
    startedAt: now().toISOString(),
    scenario: about ? null : await scenarioShown(locals.tx, observation.scenario),
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
    disputed: disputedItems(done),
    agreed: observation.agreed,
    mayResolve: !about && (supervisor || (mine !== undefined && mine.ticks !== null)),
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
  record: async ({ locals, params, request, cookies }) => {
    const sent = await request.formData();
    if (!isId(params.assessment)) error(404);
    const { ticks, startedAt, itemTimes } = ticked(sent);
    const note = String(sent.get('note') ?? '').slice(0, textMax);
    const harmAnswer = String(sent.get('harmAnswer') ?? '').slice(0, textMax);
    const refusal = await recordResult(
      locals.tx,
      { assessment: params.assessment, ticks, note, harmAnswer, startedAt, itemTimes },
      locals.person!
    );
    if (refusal) return fail(409, { refusal: assessmentRefusals[refusal](), ticks, note, harmAnswer });
    say(cookies, m.competence_handed_in());
    redirect(303, `/competence/assessments/${params.assessment}`);
  },
  draft: async ({ locals, params, request, cookies }) => {
    const sent = await request.formData();
    if (!isId(params.assessment)) error(404);
    const observation = await observationOfAssessment(locals.tx, params.assessment, locals.person!);
    const mine = observation?.results.find(({ assessment }) => assessment === params.assessment);
    if (mine?.assessor.id !== locals.person!.id || mine.ticks !== null)
      return fail(409, { refusal: assessmentRefusals['not-yours'](), ticks: [] });
    await keepDraft(locals.tx, params.assessment, ticked(sent), locals.person!);
    // Sent by the page itself while somebody ticks: it stays where it is.
    if (sent.has('quietly')) return { kept: true };
    say(cookies, m.competence_draft_kept());
    redirect(303, `/competence/assessments/${params.assessment}`);
  },
  looked: async ({ locals, params }) => {
    if (!isId(params.assessment) || !(await lookAtHarm(locals.tx, params.assessment, locals.person!)))
      error(404);
    redirect(303, `/competence/assessments/${params.assessment}`);
  },
  resolve: async ({ locals, params, request, cookies }) => {
    const sent = await request.formData();
    const observation = isId(params.assessment)
      ? await observationOfAssessment(locals.tx, params.assessment, locals.person!)
      : null;
    if (!observation) error(404);
    const levels = observation.rubric.items.flatMap(({ id }) => {
      const level = Number(sent.get(`level-${id}`));
      return isLevel(level) ? [{ item: id, level }] : [];
    });
    const reason = String(sent.get('reason') ?? '').trim();
    const typed = {
      reason,
      levels: Object.fromEntries(levels.map(({ item, level }) => [item, String(level)]))
    };
    if (!reason || reason.length > reasonMax)
      return fail(400, { refusal: m.competence_reason_missing(), ticks: [], typed });
    const refusal = await resolve(locals.tx, { observation, levels, reason }, locals.person!);
    if (refusal) return fail(409, { refusal: resolutionRefusals[refusal](), ticks: [], typed });
    say(cookies, m.competence_resolution_kept());
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

const textMax = 8000;
const reasonMax = 2000;

function ticked(sent: FormData): { ticks: string[]; startedAt: Date; itemTimes: ItemTimes } {
  const started = new Date(String(sent.get('startedAt') ?? ''));
  return {
    ticks: sent.getAll('tick').map(String),
    // What the page said when it was opened, unless somebody wrote nonsense into it.
    startedAt: started.getTime() <= now().getTime() ? started : now(),
    itemTimes: Object.fromEntries(
      [...sent].flatMap(([name, value]) =>
        name.startsWith('at-') && typeof value === 'string' && !Number.isNaN(Date.parse(value))
          ? [[name.slice('at-'.length), new Date(value).toISOString()]]
          : []
      )
    )
  };
}

async function scenarioShown(tx: Tx, id: string | null) {
  if (id === null) return null;
  return (await scenariosHere(tx)).find((scenario) => scenario.id === id)?.words[getLocale()] ?? null;
}

function shownResult(
  { rubric }: Observation,
  { assessment, assessor, ticks, levels, startedAt, recordedAt }: Observation['results'][number]
) {
  const reasons = ticks && rubric.items.map((item) => whyLevel(item, new Set(ticks)));
  return {
    assessment,
    assessor: assessor.name,
    startedAt,
    recordedAt,
    levels: levels && levels.map(({ item, level }, index) => ({ item, level, why: reasons![index]! }))
  };
}
