import { fail, redirect } from '@sveltejs/kit';
import { getLocale } from '#languages';
import {
  answersFrom,
  bandWords,
  instruments,
  isInstrument,
  scoreRefusals,
  type InstrumentId
} from '#domains/measures/index.ts';
import { recordResponse, scoresOf } from '#domains/measures/index.server.ts';
import { m } from '#messages';
import { now } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { formatTime } from '#platform/languages/format.ts';
import { say } from '#ui/flash.server.ts';
import { crisis } from '../mine.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  const person = locals.person!;
  const scores = await scoresOf(locals.tx, person.id);
  return {
    ...(await crisis(locals.tx, person)),
    instrument: asked(url),
    flagged: url.searchParams.has('told'),
    scores: scores.toReversed().map(({ instrument, at, total, band }) => ({
      instrument: instruments[instrument].title,
      when: formatTime(at, person.organisation.timeZone),
      total,
      band: bandWords[band]()
    }))
  };
};

export const actions: Actions = {
  default: async ({ locals, request, url, cookies }) => {
    const person = locals.person!;
    const form = await request.formData();
    const instrument = asked(url);
    const answers = answersFrom(form, instrument);
    if (!answers) return fail(400, { answers, refusal: m.support_answers_incomplete() });
    const id = String(form.get('command') || newId());
    const scored = await recordResponse(
      locals.tx,
      { id, subject: person.id, instrument, answers, at: now(), language: getLocale() },
      person
    );
    if ('refusal' in scored) return fail(400, { answers, refusal: scoreRefusals[scored.refusal]() });
    say(cookies, m.support_my_answered());
    redirect(303, scored.flags.includes('item-9') ? '/my/questionnaire?told' : '/my/questionnaire');
  }
};

function asked(url: URL): InstrumentId {
  const name = url.searchParams.get('instrument') ?? '';
  return isInstrument(name) ? name : 'phq-9';
}
