/** A rubric as one reader sees it: in their language, each behaviour with its lasting id. */
import { behaviourId, columns, type Column } from './level.ts';
import type { Language, Rubric } from './rubric.ts';

export type ShownItem = {
  id: string;
  title: string;
  behaviours: Record<Column, { id: string; words: string }[]>;
};
export type ShownRubric = {
  id: string;
  version: number;
  title: string;
  items: ShownItem[];
  /** The language the words are really in. */
  language: Language;
  origin: Rubric['origin'];
};

/** This very version. */
export function shownIn(rubric: Rubric, language: Language): ShownRubric {
  return {
    id: rubric.id,
    version: rubric.version,
    title: rubric.title[language],
    language: rubric.languages.includes(language) ? language : rubric.languages[0]!,
    origin: rubric.origin,
    items: rubric.items.map((item) => ({
      id: item.id,
      title: item.title[language],
      behaviours: Object.fromEntries(
        columns.map((column) => [
          column,
          item.words[column].map((words, index) => ({
            id: behaviourId(item.id, column, index + 1),
            words: words[language]
          }))
        ])
      ) as ShownItem['behaviours']
    }))
  };
}
