import { error, fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { getLocale } from '#languages';
import { wordsFor } from '#domains/matching/index.ts';
import { candidatesFor, match, type MatchRefusal } from '#domains/matching/index.server.ts';
import { conflictKinds, languageName, said, topicWords } from '#domains/support/index.ts';
import { declareConflict, waitingRequestsVisibleTo } from '#domains/support/index.server.ts';
import { m } from '#messages';
import { formatList } from '#platform/languages/format.ts';
import { audit } from '#platform/audit/index.server.ts';
import { say } from '#ui/flash.server.ts';
import { asSent } from '../../../../as-sent.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const person = locals.person!;
  const request = await waitingRequestsVisibleTo(locals.tx, person)
    .where('support_requests.id', '=', params.request)
    .executeTakeFirst();
  const candidates = request && (await candidatesFor(locals.tx, request.id, person));
  if (!candidates) error(404, 'not-found');
  await audit(locals.tx, {
    action: 'support-request.read',
    subject: request.seeker_id,
    thing: { kind: 'support_requests', id: request.id }
  });
  const reader = getLocale();
  return {
    id: request.id,
    pseudonym: request.pseudonym,
    place: request.place,
    may: candidates.may.map(({ candidate, reasonsFor }) => ({
      id: candidate.id,
      name: candidate.name,
      reasons: [
        ...(reasonsFor.topics.length > 0
          ? [m.matching_for_topics({ topics: formatList(said(topicWords, reasonsFor.topics)) })]
          : []),
        ...(reasonsFor.settingFits ? [m.matching_for_setting()] : []),
        m.matching_for_languages({
          languages: formatList(reasonsFor.languages.map((code) => languageName(code, reader)))
        }),
        m.matching_for_places({ places: reasonsFor.freePlaces })
      ]
    })),
    mayNot: candidates.mayNot.map(({ supporter, refusals }) => ({
      id: supporter.id,
      name: supporter.name,
      reasons: refusals.map((refusal) => wordsFor(refusal, 'coordinator'))
    }))
  };
};

const Matching = v.object({ command: v.pipe(v.string(), v.uuid()), supporter: v.pipe(v.string(), v.uuid()) });
const Conflict = v.object({ supporter: v.pipe(v.string(), v.uuid()), conflict: v.picklist(conflictKinds) });

export const actions: Actions = {
  default: async ({ request, locals, params, cookies }) => {
    const form = await request.formData();
    if (form.has('conflict')) {
      await noteConflict(locals, params.request, asSent(Conflict, form));
      redirect(303, `/matching/requests/${params.request}`);
    }
    const { command, supporter } = asSent(Matching, form);
    const refusals = await match(
      locals.tx,
      { id: command, request: params.request, supporter },
      locals.person!
    );
    // Whoever was a moment too late has no page left to stand on: the request is gone from it.
    if (refusals.includes('request-gone')) {
      say(cookies, m.matching_request_gone());
      redirect(303, '/support/requests');
    }
    if (refusals.length > 0) return fail(409, { refusals: refusals.map(inWords) });
    say(cookies, m.matching_matched());
    redirect(303, '/support/requests');
  }
};

/** What the two share is seen from outside only by somebody who knows both: the gate then keeps them apart. */
async function noteConflict(
  { tx, person }: App.Locals,
  request: string,
  { supporter, conflict }: v.InferOutput<typeof Conflict>
): Promise<void> {
  const asked = await waitingRequestsVisibleTo(tx, person!)
    .where('support_requests.id', '=', request)
    .executeTakeFirst();
  if (!asked) error(404, 'not-found');
  await declareConflict(tx, { seeker: asked.seeker_id, supporter, kind: conflict }, person!);
}

function inWords(refusal: MatchRefusal): string {
  return refusal === 'request-gone' ? m.matching_request_gone() : wordsFor(refusal, 'coordinator');
}
