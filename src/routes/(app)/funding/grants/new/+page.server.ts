import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { grantRefusals, minorUnits } from '#domains/funding/index.ts';
import { donorsVisibleTo, recordGrant } from '#domains/funding/index.server.ts';
import { readForm, readRows } from '#platform/forms/index.ts';
import { newId } from '#platform/ids.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import type { Actions, PageServerLoad } from './$types';
import { lineRows } from './line-rows.ts';

const filled = v.pipe(
  v.string(),
  v.trim(),
  v.nonEmpty(() => m.funding_error_required())
);
const day = v.pipe(
  v.string(),
  v.isoDate(() => m.funding_error_day())
);
// A currency the world does not know would have no digits to count in.
const currencies = new Set(Intl.supportedValuesOf('currency'));

const Grant = v.pipe(
  v.object({
    command: v.pipe(v.string(), v.uuid()),
    donor: v.optional(v.string(), ''),
    donor_name: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(200)), ''),
    title: v.pipe(filled, v.maxLength(200)),
    purpose: v.pipe(filled, v.maxLength(4000)),
    currency: v.pipe(
      v.string(),
      v.trim(),
      v.toUpperCase(),
      v.check(
        (code) => currencies.has(code),
        () => m.funding_error_currency()
      )
    ),
    total: filled,
    starts_on: day,
    ends_on: day
  }),
  v.forward(
    v.partialCheck(
      [['donor'], ['donor_name']],
      ({ donor, donor_name }) => v.is(v.pipe(v.string(), v.uuid()), donor) || donor_name !== '',
      () => m.funding_error_donor()
    ),
    ['donor']
  ),
  v.forward(
    v.partialCheck(
      [['total'], ['currency']],
      ({ total, currency }) => !currencies.has(currency) || (minorUnits(total, currency) ?? 0n) > 0n,
      () => m.funding_error_amount()
    ),
    ['total']
  )
);

export const load: PageServerLoad = async ({ locals }) => {
  const person = locals.person!;
  const donors = await donorsVisibleTo(locals.tx, person).orderBy('donors.name').execute();
  return { donors, currency: person.organisation.currency };
};

export const actions: Actions = {
  default: async ({ request, locals, cookies }) => {
    const form = await request.formData();
    const { input, values, errors } = readForm(Grant, form);
    const rows = readRows(form, ['code', 'name', 'amount'], lineRows);
    const unfinished = rows.filter(({ values: { code, name, amount } }) => !code || !name || !amount);
    if (!input || unfinished.length > 0) {
      const lines = Object.fromEntries(
        unfinished.map(({ index }) => [`line_${index}`, m.funding_error_line()])
      );
      return fail(400, { values, errors: { ...errors, ...lines } });
    }
    const { command, donor, donor_name, title, purpose, currency, total, starts_on, ends_on } = input;
    const refusal = await recordGrant(
      locals.tx,
      {
        id: command,
        donor: donor_name ? { name: donor_name } : { id: donor },
        title,
        purpose,
        currency,
        total,
        startsOn: starts_on,
        endsOn: ends_on,
        lines: rows.map((row) => ({ id: newId(), ...row.values }))
      },
      locals.person!
    );
    if (refusal) return fail(409, { values, refusal: grantRefusals[refusal]() });
    say(cookies, m.funding_grant_recorded());
    redirect(303, `/funding/grants/${command}`);
  }
};
