import { getLocale } from '#languages';
import { rubrics } from '#domains/competence/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = () => ({
  rubrics: rubrics.map(({ id, version, title, items }) => ({
    id,
    version,
    title: title[getLocale()],
    items: items.length
  }))
});
