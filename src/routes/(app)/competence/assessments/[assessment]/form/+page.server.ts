import { error, fail, redirect } from '@sveltejs/kit';
import { getLocale } from '#languages';
import { m } from '#messages';
import { assessmentRefusals, shownIn, textMax, unansweredItems } from '#domains/competence/index.ts';
import {
  draftOf,
  keepDraft,
  recordResult,
  scenariosHere,
  type Observation
} from '#domains/competence/index.server.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { keysForPage } from '#platform/encryption/index.server.ts';
import { isId } from '#platform/ids.ts';
import { say } from '#ui/flash.server.ts';
import { headOf, isToTick, observationHere } from '../observation.server.ts';
import { typedIn, type Typed } from './typed.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params: { assessment } }) => {
  const person = locals.person!;
  const observation = await observationHere(locals, assessment);
  if (!isToTick(observation, assessment, person)) redirect(303, `/competence/assessments/${assessment}`);
  const draft = await draftOf(locals.tx, { assessment, subject: observation.person.id });
  return {
    head: headOf(observation),
    rubric: shownIn(observation.rubric, getLocale()),
    assessment,
    draft: typedBefore(draft),
    savedAt: draft?.savedAt.toISOString() ?? null,
    keys: keysForPage(`assessment/${assessment}/${person.id}`),
    scenario: await scenarioShown(locals.tx, observation),
    timeZone: person.organisation.timeZone
  };
};

export const actions: Actions = {
  record: async ({ locals, params, request, cookies }) => {
    if (!isId(params.assessment)) error(404);
    const typed = typedIn(await request.formData());
    const { ticks, itemTimes, note, harmAnswers } = typed;
    if (isTooLong(typed)) return turnedBack(m.competence_too_long({ max: textMax }), typed);
    const refusal = await recordResult(
      locals.tx,
      { assessment: params.assessment, ticks, note, harmAnswers, startedAt: begunAt(typed), itemTimes },
      locals.person!
    );
    // Handed in elsewhere meanwhile, and otherwise: the page of what stands says so.
    if (refusal && refusal !== 'already-recorded')
      return turnedBack(assessmentRefusals[refusal](), typed, refusal === 'harm-unanswered');
    say(cookies, refusal ? assessmentRefusals[refusal]() : m.competence_handed_in());
    redirect(303, `/competence/assessments/${params.assessment}`);
  },
  draft: async ({ locals, params, request, cookies }) => {
    const sent = await request.formData();
    const { assessment } = params;
    const observation = await observationHere(locals, assessment);
    if (!isToTick(observation, assessment, locals.person!))
      return fail(409, { refusal: assessmentRefusals['not-yours']() });
    const typed = typedIn(sent);
    if (isTooLong(typed)) return turnedBack(m.competence_too_long({ max: textMax }), typed);
    const about = { assessment, subject: observation.person.id };
    await keepDraft(locals.tx, about, { ...typed, startedAt: begunAt(typed) }, locals.person!);
    // Sent by the page itself while somebody ticks: it stays where it is.
    if (sent.has('quietly')) return { kept: true };
    say(cookies, m.competence_draft_kept());
    redirect(303, `/competence/assessments/${assessment}/form`);
  }
};

const isTooLong = ({ note, harmAnswers }: Typed) =>
  [note, ...Object.values(harmAnswers)].some((text) => text.length > textMax);

/** With all that was typed, and the skills at which an answer is missing where that is why. */
const turnedBack = (refusal: string, typed: Typed, unanswered = false) =>
  fail(409, {
    refusal,
    typed,
    unanswered: unanswered ? unansweredItems(typed.ticks, typed.harmAnswers) : []
  });

// What the page said when it was opened, unless somebody wrote nonsense into it.
function begunAt({ startedAt }: Typed): Date {
  const started = new Date(startedAt);
  return started.getTime() <= now().getTime() ? started : now();
}

/** Where the form begins: with the draft, else empty. */
function typedBefore(draft: Awaited<ReturnType<typeof draftOf>>): Typed {
  if (!draft) return { ticks: [], itemTimes: {}, startedAt: now().toISOString(), note: '', harmAnswers: {} };
  const { ticks, itemTimes, startedAt, note, harmAnswers } = draft;
  return { ticks, itemTimes, startedAt: startedAt.toISOString(), note, harmAnswers };
}

// Nobody who is seen reads what whoever plays the part is told.
async function scenarioShown(tx: Tx, { scenario: id }: Observation) {
  if (id === null) return null;
  return (await scenariosHere(tx)).find((scenario) => scenario.id === id)?.words[getLocale()] ?? null;
}
