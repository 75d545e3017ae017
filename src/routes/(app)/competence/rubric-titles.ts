import { rubricShown, rubrics } from '#domains/competence/index.ts';

type Language = Parameters<typeof rubricShown>[1];

/** A rubric's title and the titles of its items, in the reader's language. */
export function rubricTitles(rubric: string | null, language: Language) {
  const shown = rubric === null ? null : rubricShown(rubric, language);
  return {
    rubricTitle: shown?.title ?? null,
    itemTitles: Object.fromEntries((shown?.items ?? []).map(({ id, title }) => [id, title]))
  };
}

/** Every rubric by its newest version. */
export function rubricChoices(language: Language) {
  return [...new Set(rubrics.map(({ id }) => id))].map((id) => ({
    value: id,
    label: rubricShown(id, language)!.title
  }));
}
