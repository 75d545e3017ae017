import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { getLocale } from '#languages';
import { languagesOf } from '#domains/people/index.server.ts';
import { languageName, talkingLanguages, type Work } from '#domains/support/index.ts';
import {
  liftPause,
  openPausesOf,
  pauseSupporter,
  saveSupporterProfile,
  supportersVisibleTo
} from '#domains/support/index.server.ts';
import { m } from '#messages';
import type { Person } from '#platform/access/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { say } from '#ui/flash.server.ts';
import { hoursLimit, placesLimit, ProfileForm, profileIn } from './profile.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const person = locals.person!;
  const own = await ownProfile(locals.tx, person);
  const pauses = await openPausesOf(locals.tx, [person.id]);
  const languages = (await languagesOf(locals.tx, [person.id])).get(person.id) ?? [];
  const reader = getLocale();
  return {
    languages: talkingLanguages.map((code) => ({ value: code as string, label: languageName(code, reader) })),
    values: {
      languages,
      introduction: own?.introduction ?? '',
      gender: own?.gender ?? '',
      ageBand: own?.age_band ?? '',
      topics: own?.topics ?? [],
      settings: own?.settings ?? [],
      placesMax: own?.places_max?.toString() ?? '',
      weeklyHoursMax: own?.weekly_hours_max?.toString() ?? '',
      also: [
        ...(own?.accepts_minors ? ['minors'] : []),
        ...(pauses.some(({ kind }) => kind === 'own-wish') ? ['pause'] : [])
      ]
    }
  };
};

export const actions: Actions = {
  default: async ({ request, locals, cookies }) => {
    const person = locals.person!;
    const values = profileIn(await request.formData());
    const offered = v.safeParse(ProfileForm, values);
    if (!offered.success)
      return fail(400, {
        values,
        errors: errorsOf(v.flatten<typeof ProfileForm>(offered.issues).nested ?? {})
      });
    const { also, ...offers } = offered.output;
    const work = ((await ownProfile(locals.tx, person))?.work ?? workOf(person)) as Work;
    await saveSupporterProfile(
      locals.tx,
      person.id,
      { ...offers, work, acceptsMinors: also.includes('minors') },
      person
    );
    const own = { supporter: person.id, kind: 'own-wish' as const };
    if (also.includes('pause')) await pauseSupporter(locals.tx, own, person);
    else await liftPause(locals.tx, own, person);
    say(cookies, m.support_profile_saved());
    redirect(303, '/matching/me');
  }
};

function ownProfile(tx: Tx, person: Person) {
  return supportersVisibleTo(tx, person).where('supporter_id', '=', person.id).executeTakeFirst();
}

// Practitioners do it as their work; everybody else is a peer until a coordinator says otherwise.
function workOf(person: Person): Work {
  return person.roles.includes('practitioner') ? 'lay-worker' : 'peer';
}

function errorsOf(wrong: { languages?: unknown; placesMax?: unknown; weeklyHoursMax?: unknown }) {
  return {
    ...(wrong.languages ? { languages: m.support_languages_needed() } : {}),
    ...(wrong.placesMax ? { placesMax: m.support_profile_number_wrong({ max: placesLimit }) } : {}),
    ...(wrong.weeklyHoursMax ? { weeklyHoursMax: m.support_profile_number_wrong({ max: hoursLimit }) } : {})
  };
}
