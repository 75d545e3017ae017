import {
  assessorRoles,
  assessorsWithin,
  byQuarter,
  comparedWithColleagues,
  comparedWithReference,
  fallIn,
  figuresOfAssessor,
  isBelow
} from '#domains/competence/index.ts';
import {
  calibrationsOf,
  colleaguesWith,
  coRatingsVisibleTo,
  organisationDay,
  policyOn
} from '#domains/competence/index.server.ts';
import { figuresByItem } from './agreements.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const { tx } = locals;
  const coRatings = await coRatingsVisibleTo(tx, locals.person!);
  const calibrations = await calibrationsOf(tx);
  const policy = await policyOn(tx, await organisationDay(tx));
  const assessors = (await colleaguesWith(tx, assessorRoles)).map(({ id, name }) => {
    const figures = figuresOfAssessor(coRatings, id);
    const falling = [comparedWithColleagues(coRatings, id), comparedWithReference(calibrations, id)].some(
      (compared) => fallIn(byQuarter(compared))
    );
    return { id, name, ...figures, below: isBelow(figures, policy), falling };
  });
  return {
    assessors,
    rubrics: await figuresByItem(tx, coRatings),
    fleiss: assessorsWithin(coRatings) > 2,
    agreementMin: policy.agreementMin,
    pairsMin: policy.agreementPairsMin
  };
};
