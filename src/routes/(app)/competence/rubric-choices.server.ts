import { newestRubrics, shownIn } from '#domains/competence/index.ts';
import { rubricsHere } from '#domains/competence/index.server.ts';
import type { Tx } from '#platform/database/index.server.ts';

export type RubricChoice = { id: string; title: string; items: { value: string; label: string }[] };

/** Every rubric by its newest version, with its items, in the reader's language. */
export async function rubricChoices(
  tx: Tx,
  language: Parameters<typeof shownIn>[1]
): Promise<RubricChoice[]> {
  return newestRubrics(await rubricsHere(tx)).map((rubric) => {
    const { id, title, items } = shownIn(rubric, language);
    return { id, title, items: items.map((item) => ({ value: item.id, label: item.title })) };
  });
}
