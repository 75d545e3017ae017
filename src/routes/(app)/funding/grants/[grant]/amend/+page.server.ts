import { error, fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import {
  amountText,
  grantAmendmentRefusals,
  lineAdditionRefusals,
  minorUnits
} from '#domains/funding/index.ts';
import {
  addLine,
  amendGrant,
  grantAmendmentsOf,
  grantsVisibleTo,
  lineAdditionsOf
} from '#domains/funding/index.server.ts';
import { readForm } from '#platform/forms/index.ts';
import { isId } from '#platform/ids.ts';
import { formatDay, formatMoney } from '#platform/languages/format.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import type { Actions, PageServerLoad } from './$types';

const command = v.pipe(v.string(), v.uuid());
const filled = v.pipe(
  v.string(),
  v.trim(),
  v.nonEmpty(() => m.funding_error_required())
);
const Amendment = v.object({
  command,
  total: filled,
  ends_on: v.pipe(
    v.string(),
    v.isoDate(() => m.funding_error_day())
  ),
  reason: v.pipe(filled, v.maxLength(500))
});
const Line = v.object({
  command,
  code: v.pipe(filled, v.maxLength(40)),
  name: v.pipe(filled, v.maxLength(200)),
  amount: filled,
  line_reason: v.pipe(filled, v.maxLength(500))
});

export const load: PageServerLoad = async ({ params, locals }) => {
  const { tx } = locals;
  const person = locals.person!;
  if (!isId(params.grant)) error(404);
  const grant = await grantsVisibleTo(tx, person).where('grants.id', '=', params.grant).executeTakeFirst();
  if (!grant) error(404);
  const money = (amount: string) => formatMoney(amount, grant.currency);
  const changes = (await grantAmendmentsOf(tx, grant.id)).map((change) => ({
    at: change.amended_at,
    title: m.funding_grant_change({
      before: money(change.total_before),
      until: formatDay(change.ends_on_before),
      after: money(change.total_after),
      then: formatDay(change.ends_on_after)
    }),
    detail: [change.reason, change.by].filter(Boolean).join(' · ')
  }));
  const lines = (await lineAdditionsOf(tx, grant.id)).map(({ code, name, reason, added_at, by }) => ({
    at: added_at,
    title: m.funding_line_came({ line: `${code} · ${name}` }),
    detail: [reason, by].filter(Boolean).join(' · ')
  }));
  return {
    grant: { id: grant.id, title: grant.title, currency: grant.currency, ends_on: grant.ends_on },
    total: amountText(minorUnits(grant.total, grant.currency)!, grant.currency),
    history: [...changes, ...lines].sort((one, other) => other.at.getTime() - one.at.getTime()),
    zone: person.organisation.timeZone
  };
};

export const actions: Actions = {
  amend: async ({ params, request, locals, cookies }) => {
    if (!isId(params.grant)) error(404);
    const { input, values, errors } = readForm(Amendment, await request.formData());
    if (!input) return fail(400, { act: 'amend', values, errors });
    const { command: id, total, ends_on: endsOn, reason } = input;
    const refusal = await amendGrant(
      locals.tx,
      { id, grant: params.grant, total, endsOn, reason },
      locals.person!
    );
    if (refusal) return fail(409, { act: 'amend', values, refusal: grantAmendmentRefusals[refusal]() });
    say(cookies, m.funding_grant_amended());
    redirect(303, `/funding/grants/${params.grant}`);
  },
  line: async ({ params, request, locals, cookies }) => {
    if (!isId(params.grant)) error(404);
    const { input, values, errors } = readForm(Line, await request.formData());
    if (!input) return fail(400, { act: 'line', values, errors });
    const { command: id, code, name, amount, line_reason: reason } = input;
    const refusal = await addLine(
      locals.tx,
      { id, grant: params.grant, code, name, amount, reason },
      locals.person!
    );
    if (refusal) return fail(409, { act: 'line', values, refusal: lineAdditionRefusals[refusal]() });
    say(cookies, m.funding_line_added());
    redirect(303, `/funding/grants/${params.grant}`);
  }
};
