import { error, fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { amountText, minorUnits, receiptRefusals } from '#domains/funding/index.ts';
import { grantsVisibleTo, receiveTranche, tranchesOf } from '#domains/funding/index.server.ts';
import { can } from '#platform/access/index.ts';
import { dayIn } from '#platform/clock/index.ts';
import { readForm } from '#platform/forms/index.ts';
import { formatDay, formatMoney } from '#platform/languages/format.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import { stateOf } from '../../../entry-state.ts';
import type { Actions, PageServerLoad } from './$types';

const filled = v.pipe(
  v.string(),
  v.trim(),
  v.nonEmpty(() => m.funding_error_required())
);
const Tranche = v.object({
  command: v.pipe(v.string(), v.uuid()),
  amount: filled,
  on: v.pipe(
    v.string(),
    v.isoDate(() => m.funding_error_day())
  ),
  description: v.pipe(filled, v.maxLength(500))
});

export const load: PageServerLoad = async ({ params, locals }) => {
  const { tx } = locals;
  const person = locals.person!;
  const grant = await grantsVisibleTo(tx, person).where('grants.id', '=', params.grant).executeTakeFirst();
  if (!grant) error(404);
  const units = (text: string) => minorUnits(text, grant.currency)!;
  const money = (amount: string) => formatMoney(amount, grant.currency);
  const tranches = await tranchesOf(tx, grant.id, person).execute();
  return {
    grant,
    stillPromised: money(amountText(units(grant.total) - units(grant.received), grant.currency)),
    tranches: tranches.map((entry) => ({
      id: entry.id,
      description: entry.description,
      on: formatDay(entry.happened_on, 'short'),
      amount: money(entry.bank_amount!),
      state: stateOf(entry)
    })),
    mayRecord: can(person, 'grants.record'),
    today: dayIn(person.organisation.timeZone)
  };
};

export const actions: Actions = {
  default: async ({ params, request, locals, cookies }) => {
    const { input, values, errors } = readForm(Tranche, await request.formData());
    if (!input) return fail(400, { values, errors });
    const { command, ...tranche } = input;
    const refusal = await receiveTranche(
      locals.tx,
      { id: command, grant: params.grant, ...tranche },
      locals.person!
    );
    if (refusal) return fail(409, { values, refusal: receiptRefusals[refusal]() });
    say(cookies, m.funding_tranche_recorded());
    redirect(303, `/funding/grants/${params.grant}/received`);
  }
};
