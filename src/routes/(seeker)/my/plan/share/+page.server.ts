import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { consentDaysMax, consentRefusals, scopes } from '#domains/care-plans/index.ts';
import { facilitiesToInvite, sharePlan } from '#domains/care-plans/index.server.ts';
import { m } from '#messages';
import { addDays, dayIn } from '#platform/clock/index.ts';
import { readForm } from '#platform/forms/index.ts';
import { say } from '#ui/flash.server.ts';
import { myPlanOrBack } from '../mine.server.ts';
import type { Actions, PageServerLoad } from './$types';

// What is offered when nothing else is chosen: long enough for a few visits.
const usualDays = 90;

export const load: PageServerLoad = async ({ locals }) => {
  await myPlanOrBack(locals.tx, locals.person!);
  const today = dayIn(locals.person!.organisation.timeZone);
  return {
    facilities: await facilitiesToInvite(locals.tx),
    first: today,
    usual: addDays(today, usualDays),
    last: addDays(today, consentDaysMax)
  };
};

const uuid = v.pipe(v.string(), v.uuid());
const Sharing = v.object({
  command: uuid,
  // A facility, or a facility and one of its clinicians.
  with: v.pipe(
    v.string(),
    v.transform((value) => value.split('/')),
    v.union([v.tuple([uuid]), v.tuple([uuid, uuid])], () => m.care_plans_refused_not_a_facility())
  ),
  scope: v.picklist(scopes, () => m.care_plans_share_scope()),
  purpose: v.pipe(
    v.string(),
    v.trim(),
    v.nonEmpty(() => m.care_plans_refused_empty()),
    v.maxLength(1000)
  ),
  until: v.pipe(
    v.string(),
    v.isoDate(() => m.care_plans_refused_until())
  )
});

export const actions: Actions = {
  default: async ({ locals, request, cookies }) => {
    const { input, values, errors } = readForm(Sharing, await request.formData());
    if (errors) return fail(400, { values, errors, refusal: undefined });
    const { command: id, with: invited, ...sharing } = input;
    const [facility, clinician] = invited;
    const refusal = await sharePlan(locals.tx, { id, facility, clinician, ...sharing }, locals.person!);
    if (refusal) return fail(409, { values, errors: {}, refusal: consentRefusals[refusal]() });
    say(cookies, m.care_plans_share_done());
    redirect(303, '/my/plan');
  }
};
