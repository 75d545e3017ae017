import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { getLocale } from '#languages';
import { districtsOf } from '#domains/places/index.server.ts';
import { languageChoices } from '#domains/support/index.ts';
import { m } from '#messages';
import type { Tx } from '#platform/database/index.server.ts';
import { askingSoFar, keepAsking, organisationNamed, whoIsThere } from '../asking.server.ts';
import { WishesForm, wishesIn } from './wishes.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ cookies, locals, params }) => {
  const { wishes } = askingSoFar(cookies, params.organisation);
  const reader = getLocale();
  const organisation = await organisationNamed(locals.tx, params.organisation);
  return {
    ...(await whoIsThere(locals.tx, organisation)),
    ...languageChoices(reader),
    districts: await districtsOf(locals.tx, organisation.id),
    wishes: wishes && { ...wishes, minor: wishes.minor ? 'yes' : 'no' },
    reader
  };
};

export const actions: Actions = {
  default: async ({ request, cookies, params, locals }) => {
    const asking = askingSoFar(cookies, params.organisation);
    const values = wishesIn(await request.formData());
    const wishes = v.safeParse(WishesForm, values);
    if (!wishes.success)
      return fail(400, {
        values,
        errors: errorsOf(v.flatten<typeof WishesForm>(wishes.issues).nested ?? {})
      });
    if (wishes.output.place && !(await isDistrict(locals.tx, params.organisation, wishes.output.place)))
      return fail(400, { values, errors: { place: m.support_where_unknown() } });
    keepAsking(cookies, params.organisation, { ...asking, wishes: wishes.output });
    redirect(303, `/o/${params.organisation}/get-support/answers`);
  }
};

async function isDistrict(tx: Tx, slug: string, place: string): Promise<boolean> {
  const { id } = await organisationNamed(tx, slug);
  return (await districtsOf(tx, id)).some((district) => district.id === place);
}

function errorsOf(wrong: { languages?: unknown; minor?: unknown; place?: unknown }) {
  return {
    ...(wrong.place ? { place: m.support_where_unknown() } : {}),
    ...(wrong.languages ? { languages: m.support_languages_needed() } : {}),
    ...(wrong.minor ? { minor: m.support_age_needed() } : {})
  };
}
