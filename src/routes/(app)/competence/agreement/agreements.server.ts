import { getLocale } from '#languages';
import { figuresOfItem, newestRubrics, type CoRating } from '#domains/competence/index.ts';
import { rubricsHere } from '#domains/competence/index.server.ts';
import type { Tx } from '#platform/database/index.server.ts';

/** The figures of each item of every rubric that was assessed together. */
export async function figuresByItem(tx: Tx, coRatings: CoRating[]) {
  return newestRubrics(await rubricsHere(tx)).flatMap(({ id, title, items }) => {
    const about = coRatings.filter(({ rubric }) => rubric === id);
    if (about.length === 0) return [];
    return [
      {
        id,
        title: title[getLocale()],
        items: items.map((item) => ({ name: item.title[getLocale()], ...figuresOfItem(about, item.id) }))
      }
    ];
  });
}
