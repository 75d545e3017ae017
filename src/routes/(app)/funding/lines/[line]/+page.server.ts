import { error, fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { amendmentRefusals, amountText, minorUnits } from '#domains/funding/index.ts';
import { amendLine, amendmentsOf, grantsVisibleTo, linesVisibleTo } from '#domains/funding/index.server.ts';
import { can } from '#platform/access/index.ts';
import { readForm } from '#platform/forms/index.ts';
import { formatMoney } from '#platform/languages/format.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import type { Actions, PageServerLoad } from './$types';

const filled = v.pipe(
  v.string(),
  v.trim(),
  v.nonEmpty(() => m.funding_error_required())
);
const Amendment = v.object({
  command: v.pipe(v.string(), v.uuid()),
  name: v.pipe(filled, v.maxLength(200)),
  amount: filled,
  reason: v.pipe(filled, v.maxLength(500))
});

export const load: PageServerLoad = async ({ params, locals }) => {
  const { tx } = locals;
  const person = locals.person!;
  const line = await linesVisibleTo(tx, person).where('budget_lines.id', '=', params.line).executeTakeFirst();
  if (!line) error(404);
  const { currency } = line;
  const units = (text: string) => minorUnits(text, currency)!;
  const money = (amount: string) => formatMoney(amount, currency);
  const grant = await grantsVisibleTo(tx, person)
    .where('grants.id', '=', line.grant_id)
    .executeTakeFirstOrThrow();
  const lines = await linesVisibleTo(tx, person).where('budget_lines.grant_id', '=', grant.id).execute();
  const others = lines.reduce((sum, { id, amount }) => sum + (id === line.id ? 0n : units(amount)), 0n);
  return {
    line,
    amount: amountText(units(line.amount), currency),
    least: money(amountText(units(line.spent) + units(line.proposed), currency)),
    most: money(amountText(units(grant.total) - others, currency)),
    history: (await amendmentsOf(tx, line.id)).map((change) => ({
      at: change.amended_at,
      title: m.funding_line_change({
        before: `${change.name_before}, ${money(change.amount_before)}`,
        after: `${change.name_after}, ${money(change.amount_after)}`
      }),
      detail: [change.reason, change.by].filter(Boolean).join(' · ')
    })),
    zone: person.organisation.timeZone,
    mayAmend: can(person, 'grants.record')
  };
};

export const actions: Actions = {
  default: async ({ params, request, locals, cookies }) => {
    const { input, values, errors } = readForm(Amendment, await request.formData());
    if (!input) return fail(400, { values, errors });
    const { command, ...amendment } = input;
    const refusal = await amendLine(
      locals.tx,
      { id: command, line: params.line, ...amendment },
      locals.person!
    );
    if (refusal) return fail(409, { values, refusal: amendmentRefusals[refusal]() });
    say(cookies, m.funding_line_amended());
    redirect(303, `/funding/lines/${params.line}`);
  }
};
