import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { m } from '#messages';
import { assessmentRefusals } from '#domains/competence/index.ts';
import { assessmentsToDo, openObservations } from '#domains/competence/index.server.ts';
import { isId, newId } from '#platform/ids.ts';
import { formatList } from '#platform/languages/format.ts';
import { say } from '#ui/flash.server.ts';
import { groupOf } from '../group.server.ts';
import { errorsOf, observationChoices, observed } from '../observed.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** Everybody seated in a workshop, to be assessed by the same rubric on the same day. */
export const load: PageServerLoad = async ({ locals, params }) => {
  const { tx } = locals;
  const person = locals.person!;
  const { title, people } = await groupOf(tx, params.workshop, person);
  const open = new Set((await assessmentsToDo(tx, person).execute()).map(({ person_id }) => person_id));
  return {
    ...(await observationChoices(tx, person)),
    title,
    people: people.map((one) => ({ ...one, open: open.has(one.id), observation: newId() }))
  };
};

const Observed = v.object(observed);

export const actions: Actions = {
  default: async ({ locals, params, request, cookies }) => {
    const person = locals.person!;
    const sent = await request.formData();
    const values = Object.fromEntries(sent) as Record<string, string>;
    const chosen = sent.getAll('person').map(String);
    const { people } = await groupOf(locals.tx, params.workshop, person);
    const parsed = v.safeParse(Observed, values);
    const watched = people
      .filter(({ id }) => chosen.includes(id))
      .map(({ id }) => ({ person: id, id: String(sent.get(`observation-${id}`)) }));
    const missing = watched.length === 0 || !watched.every(({ id }) => isId(id));
    if (!parsed.success || missing)
      return fail(400, {
        values,
        chosen,
        errors: {
          ...(parsed.success ? {} : errorsOf(parsed.issues)),
          ...(missing && { person: m.competence_choose_person() })
        },
        refusal: ''
      });
    const { opened, refused } = await openObservations(
      locals.tx,
      { people: watched, ...parsed.output },
      person
    );
    if (opened === 0)
      return fail(409, {
        values,
        chosen,
        errors: {},
        refusal: assessmentRefusals[refused[0]!.refusal]()
      });
    const names = people.filter(({ id }) => refused.some((one) => one.person === id)).map(({ name }) => name);
    say(
      cookies,
      names.length === 0
        ? m.competence_group_opened({ count: opened })
        : m.competence_group_opened_but({ count: opened, names: formatList(names) })
    );
    redirect(303, '/competence/assess');
  }
};
