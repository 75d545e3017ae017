import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { paymentPolicies, paymentPolicyOn, setPaymentPolicy } from '#domains/funding/index.server.ts';
import { can } from '#platform/access/index.ts';
import { dayIn } from '#platform/clock/index.ts';
import { readForm } from '#platform/forms/index.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import type { Actions, PageServerLoad } from './$types';

const filled = v.pipe(
  v.string(),
  v.trim(),
  v.nonEmpty(() => m.funding_error_required()),
  v.maxLength(500)
);
const Policy = v.object({
  command: v.pipe(v.string(), v.uuid()),
  limit: v.pipe(
    v.string(),
    v.trim(),
    v.regex(/^\d{1,12}(\.\d{1,2})?$/, () => m.funding_error_amount())
  ),
  from: v.pipe(
    v.string(),
    v.isoDate(() => m.funding_error_day())
  ),
  source: filled,
  reason: filled
});

export const load: PageServerLoad = async ({ locals }) => {
  const person = locals.person!;
  const today = dayIn(person.organisation.timeZone);
  return {
    inForce: await paymentPolicyOn(locals.tx, person, today),
    history: await paymentPolicies(locals.tx, person),
    currency: person.organisation.currency,
    zone: person.organisation.timeZone,
    maySet: can(person, 'organisation.manage'),
    today
  };
};

export const actions: Actions = {
  default: async ({ request, locals, cookies }) => {
    const { input, values, errors } = readForm(Policy, await request.formData());
    if (!input) return fail(400, { values, errors });
    const { command, limit, from, source, reason } = input;
    await setPaymentPolicy(
      locals.tx,
      { id: command, twoApproversAbove: limit, effectiveFrom: from, source, reason },
      locals.person!
    );
    say(cookies, m.funding_policy_set_done());
    redirect(303, '/funding/policy');
  }
};
