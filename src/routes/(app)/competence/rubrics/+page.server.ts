import { getLocale } from '#languages';
import { newestRubrics } from '#domains/competence/index.ts';
import { rubricsHere } from '#domains/competence/index.server.ts';
import { can } from '#platform/access/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({
  rubrics: newestRubrics(await rubricsHere(locals.tx)).map(({ id, version, title, items, origin }) => ({
    id,
    version,
    title: title[getLocale()],
    items: items.length,
    origin
  })),
  mayBring: can(locals.person, 'rubrics.manage')
});
