import { error, fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { getLocale } from '#languages';
import { applyToSupport } from '#domains/people/index.server.ts';
import { languageChoices, talkingLanguages } from '#domains/support/index.ts';
import { m } from '#messages';
import { organisationForVisitors } from '#platform/access/index.server.ts';
import { readForm } from '#platform/forms/index.ts';
import { attempt, type Limit } from '#platform/limits/index.server.ts';
import { say } from '#ui/flash.server.ts';
import type { Actions, PageServerLoad } from './$types';

const applyingFromAddress: Limit = { name: 'apply-address', max: 10, windowMinutes: 60 };

const filled = v.pipe(
  v.string(),
  v.trim(),
  v.nonEmpty(() => m.people_apply_required())
);
const Application = v.object({
  command: v.pipe(v.string(), v.uuid()),
  name: v.pipe(filled, v.maxLength(200)),
  email: v.pipe(
    filled,
    v.email(() => m.people_apply_email_wrong()),
    v.maxLength(320)
  ),
  phone: v.pipe(
    v.string(),
    v.trim(),
    v.maxLength(60),
    v.transform((phone) => phone || null)
  ),
  languages: v.pipe(
    v.array(v.picklist(talkingLanguages)),
    v.minLength(1, () => m.people_apply_languages_needed())
  ),
  why: v.pipe(filled, v.maxLength(4000))
});

export const load: PageServerLoad = async ({ parent }) => {
  if (!(await parent()).organisation) error(404, 'not-found');
  const reader = getLocale();
  return { reader, ...languageChoices(reader) };
};

export const actions: Actions = {
  default: async ({ request, locals, params, cookies, getClientAddress }) => {
    const { input, values, errors } = readForm(Application, await request.formData(), ['languages']);
    if (!input) return fail(400, { values, errors });
    if (!(await attempt(applyingFromAddress, getClientAddress())))
      return fail(429, { values, refusal: m.people_apply_too_many() });
    const organisation = await organisationForVisitors(locals.tx, params.organisation);
    if (!organisation) error(404, 'not-found');
    const { command, ...application } = input;
    await applyToSupport(locals.tx, { id: command, ...application, language: getLocale() }, organisation);
    say(cookies, m.people_apply_sent());
    redirect(303, `/o/${params.organisation}`);
  }
};
