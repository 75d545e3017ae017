import { error } from '@sveltejs/kit';
import { getLocale } from '#languages';
import { organisationDay, policyOn } from '#domains/competence/index.server.ts';
import { rubricShown } from '#domains/competence/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const { requiredItems } = await policyOn(locals.tx, await organisationDay(locals.tx));
  const rubric = rubricShown(params.rubric, getLocale());
  if (!rubric) error(404);
  return { rubric, requiredItems };
};
