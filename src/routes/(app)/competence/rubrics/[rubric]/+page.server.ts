import { getLocale } from '#languages';
import { newestRubric, requiredOn, shownIn } from '#domains/competence/index.ts';
import { organisationDay, policyOn, rubricsHere } from '#domains/competence/index.server.ts';
import { languageName } from '#domains/support/index.ts';
import { can } from '#platform/access/index.ts';
import { rubricAsked } from './rubric-asked.server.ts';
import type { PageServerLoad } from './$types';

/** The newest version, or with `?version=` an older one, which assessments may have been made on. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  const among = await rubricsHere(locals.tx);
  const rubric = rubricAsked(among, params.rubric, url);
  const newest = newestRubric(among, rubric.id)!.version;
  const policy = await policyOn(locals.tx, await organisationDay(locals.tx));
  return {
    rubric: shownIn(rubric, getLocale()),
    requiredItems: requiredOn(policy, rubric.items),
    languages: rubric.languages.map((code) => languageName(code, getLocale())),
    newest,
    versions: among.filter(({ id }) => id === rubric.id).map(({ version }) => version),
    mayBring: can(locals.person, 'rubrics.manage')
  };
};
