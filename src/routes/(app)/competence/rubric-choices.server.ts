import { getLocale } from '#languages';
import { newestRubrics, shownIn, type Rubric } from '#domains/competence/index.ts';
import { rubricsHere } from '#domains/competence/index.server.ts';
import type { Tx } from '#platform/database/index.server.ts';

export type Option = { value: string; label: string };
export type RubricChoice = { id: string; title: string; items: Option[] };

/** Every rubric to be chosen from, by its newest version, in the reader's language. */
export const rubricOptions = (among: readonly Rubric[]): Option[] =>
  newestRubrics(among).map(({ id, title }) => ({ value: id, label: title[getLocale()] }));

/** The same with their items. */
export async function rubricChoices(tx: Tx): Promise<RubricChoice[]> {
  return newestRubrics(await rubricsHere(tx)).map((rubric) => {
    const { id, title, items } = shownIn(rubric, getLocale());
    return { id, title, items: items.map((item) => ({ value: item.id, label: item.title })) };
  });
}
