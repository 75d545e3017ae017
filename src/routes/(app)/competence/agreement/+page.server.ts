import {
  byQuarter,
  comparedWithColleagues,
  comparedWithReference,
  fallIn,
  figuresOfAssessor
} from '#domains/competence/index.ts';
import { calibrationsOf } from '#domains/competence/index.server.ts';
import { agreementHere, figuresByItem } from './agreements.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const { tx } = locals;
  const { coRatings, policy, notAlone, fleiss, ...here } = await agreementHere(tx, locals.person!);
  const calibrations = await calibrationsOf(tx);
  const assessors = here.assessors.map(({ id, name }) => {
    const figures = figuresOfAssessor(coRatings, id);
    const falling = [comparedWithColleagues(coRatings, id), comparedWithReference(calibrations, id)].some(
      (compared) => fallIn(byQuarter(compared))
    );
    return { id, name, ...figures, alone: !notAlone.includes(id), falling };
  });
  return {
    assessors,
    rubrics: await figuresByItem(tx, coRatings),
    fleiss,
    agreementMin: policy.agreementMin,
    pairsMin: policy.agreementPairsMin
  };
};
