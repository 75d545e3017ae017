import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { getLocale } from '#languages';
import { wordsFor } from '#domains/matching/index.ts';
import { candidatesFor, match } from '#domains/matching/index.server.ts';
import {
  ageBandWords,
  genderWords,
  languageName,
  said,
  settingWords,
  topicWords
} from '#domains/support/index.ts';
import { blockSupporter, leaveToCoordinator } from '#domains/support/index.server.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import { crisis, mine } from '../mine.server.ts';
import { asSent } from '../../../as-sent.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const person = locals.person!;
  const { request } = await mine(locals.tx, person);
  if (!request) redirect(303, '/my');
  const candidates = await candidatesFor(locals.tx, request.id, person);
  const reader = getLocale();
  return {
    ...(await crisis(locals.tx, person)),
    leftToCoordinator: request.wants === 'coordinator',
    // Only what they chose to show leaves the server: no standing, no caseload.
    people: (candidates?.may ?? []).map(({ candidate }) => ({
      id: candidate.id,
      name: candidate.name,
      introduction: candidate.introduction,
      about: said(
        { ...genderWords, ...ageBandWords },
        [candidate.gender, candidate.ageBand].filter((known) => known !== null)
      ),
      languages: candidate.languages.map((code) => languageName(code, reader)),
      topics: said(topicWords, candidate.topics),
      settings: said(settingWords, candidate.settings)
    }))
  };
};

const Choosing = v.object({ command: v.pipe(v.string(), v.uuid()), supporter: v.pipe(v.string(), v.uuid()) });

export const actions: Actions = {
  choose: async ({ locals, request, cookies }) => {
    const person = locals.person!;
    const { command, supporter } = asSent(Choosing, await request.formData());
    const { request: waiting } = await mine(locals.tx, person);
    if (!waiting) redirect(303, '/my');
    const refusals = await match(locals.tx, { id: command, request: waiting.id, supporter }, person);
    if (refusals.length > 0) return fail(409, { refusals: [...new Set(refusals.map(inWords))] });
    say(cookies, m.support_choose_done());
    redirect(303, '/my');
  },
  block: async ({ locals, request, cookies }) => {
    const { supporter } = asSent(Choosing, await request.formData());
    await blockSupporter(locals.tx, supporter, locals.person!);
    say(cookies, m.support_choose_blocked());
    redirect(303, '/my/choose');
  },
  leave: async ({ locals, cookies }) => {
    const person = locals.person!;
    const { request } = await mine(locals.tx, person);
    if (request) await leaveToCoordinator(locals.tx, request.id, person);
    say(cookies, m.support_choose_left());
    redirect(303, '/my');
  }
};

function inWords(refusal: Awaited<ReturnType<typeof match>>[number]): string {
  return refusal === 'request-gone' ? m.matching_request_gone() : wordsFor(refusal, 'seeker');
}
