import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { getLocale } from '#languages';
import { languageName, talkingLanguages } from '#domains/support/index.ts';
import { m } from '#messages';
import { askingSoFar, keepAsking, organisationNamed, whoIsThere } from '../asking.server.ts';
import { WishesForm, wishesIn } from './wishes.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ cookies, locals, params }) => {
  const { wishes } = askingSoFar(cookies, params.organisation);
  const reader = getLocale();
  return {
    ...(await whoIsThere(locals.tx, await organisationNamed(locals.tx, params.organisation))),
    languages: talkingLanguages.map((code) => ({ value: code, label: languageName(code, reader) })),
    wishes: wishes && { ...wishes, minor: wishes.minor ? 'yes' : 'no' },
    reader
  };
};

export const actions: Actions = {
  default: async ({ request, cookies, params }) => {
    const asking = askingSoFar(cookies, params.organisation);
    const values = wishesIn(await request.formData());
    const wishes = v.safeParse(WishesForm, values);
    if (!wishes.success)
      return fail(400, {
        values,
        errors: errorsOf(v.flatten<typeof WishesForm>(wishes.issues).nested ?? {})
      });
    keepAsking(cookies, params.organisation, { ...asking, wishes: wishes.output });
    redirect(303, `/o/${params.organisation}/get-support/answers`);
  }
};

function errorsOf(wrong: { languages?: unknown; minor?: unknown }) {
  return {
    ...(wrong.languages ? { languages: m.support_languages_needed() } : {}),
    ...(wrong.minor ? { minor: m.support_age_needed() } : {})
  };
}
