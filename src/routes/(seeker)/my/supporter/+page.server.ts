import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { endingReasons, endingRefusals } from '#domains/support/index.ts';
import { askAgain, blockSupporter, endRelationship } from '#domains/support/index.server.ts';
import { m } from '#messages';
import { dayIn } from '#platform/clock/index.ts';
import { readForm } from '#platform/forms/index.ts';
import { say } from '#ui/flash.server.ts';
import { crisis, mine, nextStepOn } from '../mine.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const { relationship } = await mine(locals.tx, locals.person!);
  if (!relationship) redirect(303, '/my');
  return {
    ...(await crisis(locals.tx, locals.person!)),
    supporter: relationship.supporter_name,
    since: dayIn(locals.person!.organisation.timeZone, relationship.opened_at),
    nextStepOn: await nextStepOn(locals.tx, relationship.id, locals.person!)
  };
};

const Ending = v.object({
  command: v.pipe(v.string(), v.uuid()),
  reason: v.picklist(endingReasons, () => m.support_end_reason_needed()),
  feedback: v.pipe(
    v.string(),
    v.trim(),
    v.maxLength(5000, () => m.support_end_feedback_long())
  ),
  also: v.array(v.picklist(['not-again', 'another']))
});

export const actions: Actions = {
  default: async ({ locals, request, cookies }) => {
    const person = locals.person!;
    const { input, values, errors } = readForm(Ending, await request.formData(), ['also']);
    if (!input) return fail(400, { values, errors });
    const { command, reason, feedback, also } = input;
    const { relationship } = await mine(locals.tx, person);
    if (!relationship) redirect(303, '/my');
    const notAgain = also.includes('not-again');
    const refusal = await endRelationship(
      locals.tx,
      { relationship: relationship.id, reason, feedback, notAgain },
      person
    );
    if (refusal) return fail(409, { values, refusal: endingRefusals[refusal]() });
    if (notAgain) await blockSupporter(locals.tx, relationship.supporter_id, person);
    if (also.includes('another')) await askAgain(locals.tx, command, person);
    say(cookies, m.support_end_done());
    redirect(303, '/my');
  }
};
