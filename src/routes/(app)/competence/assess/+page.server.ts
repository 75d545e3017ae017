import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { getLocale } from '#languages';
import { m } from '#messages';
import {
  assessmentRefusals,
  assessorRoles,
  contexts,
  assessedRoles,
  newestRubrics
} from '#domains/competence/index.ts';
import { colleaguesWith, openObservation, rubricsHere } from '#domains/competence/index.server.ts';
import { dayIn } from '#platform/clock/index.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  const person = locals.person!;
  const others = (people: { id: string; name: string }[]) => people.filter(({ id }) => id !== person.id);
  return {
    helpers: others(await colleaguesWith(locals.tx, assessedRoles)),
    assessors: others(await colleaguesWith(locals.tx, assessorRoles)),
    rubrics: newestRubrics(await rubricsHere(locals.tx)).map(({ id, title }) => ({
      id,
      title: title[getLocale()]
    })),
    today: dayIn(person.organisation.timeZone),
    chosen: url.searchParams.get('person')
  };
};

const Observed = v.object({
  command: v.pipe(v.string(), v.uuid()),
  person: v.pipe(v.string(), v.uuid()),
  rubric: v.string(),
  context: v.picklist(contexts),
  observedOn: v.pipe(v.string(), v.isoDate()),
  secondAssessor: v.optional(v.union([v.literal(''), v.pipe(v.string(), v.uuid())]))
});

export const actions: Actions = {
  default: async ({ locals, request }) => {
    const values = Object.fromEntries(await request.formData()) as Record<string, string>;
    const parsed = v.safeParse(Observed, values);
    if (!parsed.success) return fail(400, { values, errors: errorsOf(parsed.issues), refusal: '' });
    const { command, secondAssessor, ...observed } = parsed.output;
    const opened = await openObservation(
      locals.tx,
      { id: command, ...observed, secondAssessor: secondAssessor || undefined },
      locals.person!
    );
    if ('refusal' in opened)
      return fail(409, { values, errors: {}, refusal: assessmentRefusals[opened.refusal]() });
    redirect(303, `/competence/assessments/${opened.assessment}`);
  }
};

function errorsOf(issues: v.BaseIssue<unknown>[]): Record<string, string> {
  const words: Record<string, () => string> = {
    observedOn: m.competence_choose_day,
    rubric: m.competence_refused_no_such_rubric
  };
  return Object.fromEntries(
    issues.map((issue) => {
      const field = v.getDotPath(issue as v.BaseIssue<unknown>) ?? '';
      return [field, (words[field] ?? m.competence_choose_person)()];
    })
  );
}
