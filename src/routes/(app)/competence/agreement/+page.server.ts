import { getLocale } from '#languages';
import {
  assessorRoles,
  figuresOfAssessor,
  figuresOfItem,
  isBelow,
  newestRubrics
} from '#domains/competence/index.ts';
import {
  colleaguesWith,
  coRatingsVisibleTo,
  organisationDay,
  policyOn,
  rubricsHere
} from '#domains/competence/index.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const { tx } = locals;
  const coRatings = await coRatingsVisibleTo(tx, locals.person!);
  const policy = await policyOn(tx, await organisationDay(tx));
  const assessors = (await colleaguesWith(tx, assessorRoles)).map(({ id, name }) => {
    const figures = figuresOfAssessor(coRatings, id);
    return { id, name, ...figures, below: isBelow(figures, policy) };
  });
  const rubrics = newestRubrics(await rubricsHere(tx)).flatMap(({ id, title, items }) => {
    const about = coRatings.filter(({ rubric }) => rubric === id);
    return about.length > 0
      ? [
          {
            id,
            title: title[getLocale()],
            items: items.map((item) => ({
              id: item.id,
              name: item.title[getLocale()],
              ...figuresOfItem(about, item.id)
            }))
          }
        ]
      : [];
  });
  return { assessors, rubrics, agreementMin: policy.agreementMin, pairsMin: policy.agreementPairsMin };
};
