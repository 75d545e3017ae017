import { newestRubric, newestRubrics, shownIn, type Rubric } from '#domains/competence/index.ts';

type Language = Parameters<typeof shownIn>[1];

/** The newest version's title and the titles of its items, in the reader's language. */
export function rubricTitles(among: readonly Rubric[], id: string | null, language: Language) {
  const rubric = id === null ? null : newestRubric(among, id);
  const shown = rubric && shownIn(rubric, language);
  return {
    rubricTitle: shown?.title ?? null,
    itemTitles: Object.fromEntries((shown?.items ?? []).map(({ id, title }) => [id, title]))
  };
}

/** Every rubric by its newest version. */
export function rubricChoices(among: readonly Rubric[], language: Language) {
  return newestRubrics(among).map((rubric) => ({ value: rubric.id, label: rubric.title[language] }));
}
