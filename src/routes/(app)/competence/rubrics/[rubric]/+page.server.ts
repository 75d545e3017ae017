import { error } from '@sveltejs/kit';
import { getLocale } from '#languages';
import { newestRubric, requiredOn, shownIn } from '#domains/competence/index.ts';
import { organisationDay, policyOn, rubricsHere } from '#domains/competence/index.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const rubric = newestRubric(await rubricsHere(locals.tx), params.rubric);
  if (!rubric) error(404);
  const policy = await policyOn(locals.tx, await organisationDay(locals.tx));
  return { rubric: shownIn(rubric, getLocale()), requiredItems: requiredOn(policy, rubric.items) };
};
