import { getLocale } from '#languages';
import { rubrics } from '#domains/competence/index.ts';

/** What each competency that a module may serve is called, by `rubric/item`. */
export function competencies(): Record<string, string> {
  const language = getLocale();
  return Object.fromEntries(
    rubrics.flatMap((rubric) => rubric.items.map(({ id, title }) => [`${rubric.id}/${id}`, title[language]]))
  );
}
