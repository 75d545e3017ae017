import { error, fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { decisionRefusals, reversalRefusals } from '#domains/funding/index.ts';
import {
  approve,
  decisionsOn,
  decline,
  entriesVisibleTo,
  paymentPolicyOn,
  postingsOf,
  reverseEntry
} from '#domains/funding/index.server.ts';
import { can } from '#platform/access/index.ts';
import { dayIn } from '#platform/clock/index.ts';
import { readForm } from '#platform/forms/index.ts';
import { isId } from '#platform/ids.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import { activityOf } from '../../activity.ts';
import { stateOf } from '../../entry-state.ts';
import type { Actions, PageServerLoad } from './$types';

const Reason = v.object({
  command: v.pipe(v.string(), v.uuid()),
  reason: v.pipe(
    v.string(),
    v.trim(),
    v.nonEmpty(() => m.funding_error_required()),
    v.maxLength(500)
  )
});

export const load: PageServerLoad = async ({ params, locals }) => {
  const { tx } = locals;
  const person = locals.person!;
  if (!isId(params.entry)) error(404);
  const entry = await entriesVisibleTo(tx, person)
    .where('ledger_entries.id', '=', params.entry)
    .executeTakeFirst();
  if (!entry) error(404);
  const decisions = await decisionsOn(tx, entry.id);
  const decides = can(person, 'payments.approve');
  const approved = decisions.some(({ by, declinedBecause }) => by === person.id && declinedBecause === null);
  return {
    entry,
    state: stateOf(entry),
    activity: activityOf(entry.activity_kind, entry.activity_id, person),
    postings: await postingsOf(tx, entry.id),
    decisions,
    given: decisions.filter(({ declinedBecause }) => declinedBecause === null).length,
    policy: await paymentPolicyOn(tx, person, dayIn(person.organisation.timeZone, entry.posted_at)),
    zone: person.organisation.timeZone,
    mayApprove: decides && entry.state === 'proposed' && !approved,
    mayDecline: decides && entry.state === 'proposed',
    mayReverse:
      decides &&
      entry.state === 'posted' &&
      entry.bank_amount !== null &&
      !entry.reverses_id &&
      !entry.reversed_by_id
  };
};

export const actions: Actions = {
  approve: async ({ params, locals, cookies }) => {
    if (!isId(params.entry)) error(404);
    const refusal = await approve(locals.tx, params.entry, locals.person!);
    if (refusal) return fail(409, { act: 'approve', refusal: decisionRefusals[refusal]() });
    say(cookies, m.funding_approved());
    redirect(303, `/funding/entries/${params.entry}`);
  },
  decline: async ({ params, request, locals, cookies }) => {
    if (!isId(params.entry)) error(404);
    const { input, values, errors } = readForm(Reason, await request.formData());
    if (!input) return fail(400, { act: 'decline', values, errors });
    const refusal = await decline(locals.tx, params.entry, input.reason, locals.person!);
    if (refusal) return fail(409, { act: 'decline', values, refusal: decisionRefusals[refusal]() });
    say(cookies, m.funding_declined());
    redirect(303, `/funding/entries/${params.entry}`);
  },
  reverse: async ({ params, request, locals, cookies }) => {
    if (!isId(params.entry)) error(404);
    const { input, values, errors } = readForm(Reason, await request.formData());
    if (!input) return fail(400, { act: 'reverse', values, errors });
    const command = { id: input.command, entry: params.entry, reason: input.reason };
    const refusal = await reverseEntry(locals.tx, command, locals.person!);
    if (refusal) return fail(409, { act: 'reverse', values, refusal: reversalRefusals[refusal]() });
    say(cookies, m.funding_reversed());
    redirect(303, `/funding/entries/${params.entry}`);
  }
};
