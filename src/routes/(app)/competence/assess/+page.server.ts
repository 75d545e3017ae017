import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { assessedRoles, assessmentRefusals } from '#domains/competence/index.ts';
import { assessmentsToDo, colleaguesWith, openObservation } from '#domains/competence/index.server.ts';
import { workshopChoices } from '../workshop-choices.server.ts';
import { errorsOf, observationChoices, observed } from './observed.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** `?workshop=` was chosen: everybody in it is assessed on a page of its own. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const person = locals.person!;
  const workshop = url.searchParams.get('workshop');
  if (workshop) redirect(303, `/competence/assess/${encodeURIComponent(workshop)}`);
  const helpers = await colleaguesWith(locals.tx, assessedRoles);
  const toDo = await assessmentsToDo(locals.tx, person).execute();
  return {
    ...(await observationChoices(locals.tx, person)),
    helpers: helpers.filter(({ id }) => id !== person.id),
    toDo: toDo.map(({ id, person_name, observed_on }) => ({ id, name: person_name, on: observed_on })),
    workshops: await workshopChoices(locals.tx, person),
    chosen: url.searchParams.get('person')
  };
};

const Observed = v.object({
  command: v.pipe(v.string(), v.uuid()),
  person: v.pipe(v.string(), v.uuid()),
  ...observed
});

export const actions: Actions = {
  default: async ({ locals, request }) => {
    const values = Object.fromEntries(await request.formData()) as Record<string, string>;
    const parsed = v.safeParse(Observed, values);
    if (!parsed.success) return fail(400, { values, errors: errorsOf(parsed.issues), refusal: '' });
    const { command, ...seen } = parsed.output;
    const opened = await openObservation(locals.tx, { id: command, ...seen }, locals.person!);
    if ('refusal' in opened)
      return fail(409, { values, errors: {}, refusal: assessmentRefusals[opened.refusal]() });
    redirect(303, `/competence/assessments/${opened.assessment}`);
  }
};
