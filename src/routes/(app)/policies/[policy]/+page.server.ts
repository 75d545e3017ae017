import { error, fail, redirect } from '@sveltejs/kit';
import { can } from '#platform/access/index.ts';
import { dayIn, type Day } from '#platform/clock/index.ts';
import { isId } from '#platform/ids.ts';
import { formatNumber } from '#platform/languages/format.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import { policies, standingOf, type Figures } from '../policies.server.ts';
import type { Actions, PageServerLoad } from './$types';

const wordsMax = 500;

export const load: PageServerLoad = async ({ params, locals }) => {
  const person = locals.person!;
  const policy = policyNamed(params.policy);
  const today = dayIn(person.organisation.timeZone);
  const standing = await standingOf(policy, locals.tx, person, today);
  return {
    ...standing,
    title: policy.title(),
    bounds: Object.fromEntries(
      Object.entries(policy.figures).map(([name, { min, max }]) => [name, { min, max }])
    ),
    today,
    zone: person.organisation.timeZone,
    maySet: can(person, 'policies.set')
  };
};

export const actions: Actions = {
  default: async ({ params, request, locals, cookies }) => {
    const person = locals.person!;
    const policy = policyNamed(params.policy);
    const values = Object.fromEntries(
      [...(await request.formData())].map(([name, text]) => [name, String(text).trim()])
    );
    if (!isId(values.command)) error(400);
    const figures: Figures = {};
    const errors: Record<string, string> = {};
    for (const [name, { min, max }] of Object.entries(policy.figures)) {
      const figure = figureIn(values[name], min, max);
      if (figure === null)
        errors[name] = m.ui_policy_between({ min: formatNumber(min), max: formatNumber(max) });
      else figures[name] = figure;
    }
    if (Object.keys(errors).length === 0) Object.assign(errors, policy.wrong?.(figures));
    Object.assign(errors, wrongWords(values, dayIn(person.organisation.timeZone)));
    if (Object.keys(errors).length > 0) return fail(400, { values, errors });
    const { command: id, from, source, reason } = values as Record<string, string> & { command: string };
    await policy.set(locals.tx, { id, from: from!, source: source!, reason: reason! }, figures, person);
    say(cookies, m.ui_policy_was_set());
    redirect(303, `/policies/${params.policy}`);
  }
};

function policyNamed(name: string) {
  return Object.hasOwn(policies, name) ? policies[name]! : error(404);
}

function figureIn(text: string | undefined, min: number, max: number): number | null {
  if (!text || !/^\d{1,4}$/.test(text)) return null;
  const figure = Number(text);
  return figure >= min && figure <= max ? figure : null;
}

function wrongWords(values: Record<string, string>, today: Day): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const name of ['source', 'reason'])
    if (!values[name] || values[name].length > wordsMax) errors[name] = m.ui_policy_fill();
  if (!/^\d{4}-\d\d-\d\d$/.test(values.from ?? '') || Number.isNaN(Date.parse(values.from!)))
    errors.from = m.ui_policy_fill();
  else if (values.from! < today) errors.from = m.ui_policy_not_back();
  return errors;
}
