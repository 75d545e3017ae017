import { error, fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { feeRefusals, stipendRefusals, termsRefusals } from '#domains/training/index.ts';
import {
  enrolmentsOf,
  feesPaid,
  payStipends,
  receiveFee,
  setTerms,
  stipendListsOf,
  stipendsDue,
  termsOf
} from '#domains/training/index.server.ts';
import { can } from '#platform/access/index.ts';
import { dayIn } from '#platform/clock/index.ts';
import { readForm } from '#platform/forms/index.ts';
import { isId } from '#platform/ids.ts';
import { formatDay, formatList, formatMoney } from '#platform/languages/format.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import { filled } from '../../fields.ts';
import { workshopOf } from '../workshop-of.server.ts';
import type { Actions, PageServerLoad } from './$types';

const id = v.pipe(v.string(), v.uuid());
const amount = v.pipe(v.string(), v.trim(), v.maxLength(20));
const day = v.pipe(
  v.string(),
  v.isoDate(() => m.training_error_required())
);
const Terms = v.object({
  command: id,
  fee: amount,
  stipend: amount,
  travel: amount,
  reason: v.pipe(filled, v.maxLength(500))
});
const Payment = v.object({ command: id, on: day });
const Fee = v.object({ command: id, person: id, amount: filled, received_on: day });

export const load: PageServerLoad = async ({ params, locals }) => {
  const { tx } = locals;
  const person = locals.person!;
  const workshop = await workshopOf(locals, params.workshop);
  const { currency } = workshop;
  const money = (amount: string) => formatMoney(amount, currency!);
  const fees = await feesPaid(tx, workshop.id);
  const enrolments = await enrolmentsOf(tx, workshop.id);
  return {
    workshop: { id: workshop.id, title: workshop.title, currency },
    terms: await termsOf(tx, workshop.id),
    due: (await stipendsDue(tx, workshop.id, person)).map(({ person, name, days, amount }) => ({
      person,
      name,
      days: formatList(days.map((day) => formatDay(day, 'short'))),
      amount: money(amount)
    })),
    lists: (await stipendListsOf(tx, workshop.id)).map((list) => ({
      id: list.id,
      on: formatDay(list.happened_on, 'short'),
      people: list.people,
      amount: money(list.amount),
      state: list.reversed_by_id || list.state === 'declined' ? ('off' as const) : list.state
    })),
    fees: enrolments
      .filter(({ seated_at }) => seated_at)
      .map(({ person_id, name }) => ({
        person: person_id,
        name,
        paid: currency ? money(fees.get(person_id) ?? '0') : ''
      })),
    maySet: can(person, 'workshops.schedule'),
    today: dayIn(person.organisation.timeZone)
  };
};

export const actions: Actions = {
  terms: async ({ params, request, locals, cookies }) => {
    if (!isId(params.workshop)) error(404);
    const { input, values, errors } = readForm(Terms, await request.formData());
    if (!input) return fail(400, { act: 'terms', values, errors });
    const { command, fee, stipend, travel, reason } = input;
    const terms = { fee, stipendPerDay: stipend, travelPerDay: travel };
    const refusal = await setTerms(
      locals.tx,
      { id: command, workshop: params.workshop, terms, reason },
      locals.person!
    );
    if (refusal) return fail(409, { act: 'terms', values, refusal: termsRefusals[refusal]() });
    say(cookies, m.training_terms_saved());
    redirect(303, `/training/workshops/${params.workshop}/money`);
  },
  pay: async ({ params, request, locals, cookies }) => {
    if (!isId(params.workshop)) error(404);
    const { input, values, errors } = readForm(Payment, await request.formData());
    if (!input) return fail(400, { act: 'pay', values, errors });
    const refusal = await payStipends(
      locals.tx,
      { id: input.command, workshop: params.workshop, on: input.on },
      locals.person!
    );
    if (refusal) return fail(409, { act: 'pay', values, refusal: stipendRefusals[refusal]() });
    say(cookies, m.training_stipend_paid());
    redirect(303, `/training/workshops/${params.workshop}/money`);
  },
  fee: async ({ params, request, locals, cookies }) => {
    if (!isId(params.workshop)) error(404);
    const { input, values, errors } = readForm(Fee, await request.formData());
    if (!input) return fail(400, { act: 'fee', values, errors });
    const { command, person, amount, received_on: on } = input;
    const refusal = await receiveFee(
      locals.tx,
      { id: command, workshop: params.workshop, person, amount, on },
      locals.person!
    );
    if (refusal) return fail(409, { act: 'fee', values, refusal: feeRefusals[refusal]() });
    say(cookies, m.training_fee_received());
    redirect(303, `/training/workshops/${params.workshop}/money`);
  }
};
