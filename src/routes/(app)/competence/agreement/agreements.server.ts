import { getLocale } from '#languages';
import {
  assessorRoles,
  assessorsWithin,
  figuresOfItem,
  newestRubrics,
  type CoRating
} from '#domains/competence/index.ts';
import {
  assessorsNotAlone,
  colleaguesWith,
  coRatingsVisibleTo,
  organisationDay,
  policyOn,
  rubricsHere
} from '#domains/competence/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import type { Tx } from '#platform/database/index.server.ts';

/** What every page about agreement starts from: who assesses and who of them not alone, what several saw, the bar, and whether three ever saw the same. */
export async function agreementHere(tx: Tx, person: Person) {
  const today = await organisationDay(tx);
  const policy = await policyOn(tx, today);
  const coRatings = await coRatingsVisibleTo(tx, person);
  return {
    coRatings,
    assessors: await colleaguesWith(tx, assessorRoles),
    policy,
    notAlone: await assessorsNotAlone(tx, policy, today),
    fleiss: assessorsWithin(coRatings) > 2
  };
}

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
