import { getLocale } from '#languages';
import { assessorRoles, calibrationDueOn, passes } from '#domains/competence/index.ts';
import {
  calibrationsOf,
  colleaguesWith,
  organisationDay,
  piecesHere,
  policyOn
} from '#domains/competence/index.server.ts';
import { can } from '#platform/access/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const { tx } = locals;
  const person = locals.person!;
  const today = await organisationDay(tx);
  const policy = await policyOn(tx, today);
  const calibrations = await calibrationsOf(tx);
  const newestOf = (assessor: string) => calibrations.find((one) => one.assessor === assessor);
  const standing = (calibration: (typeof calibrations)[number]) => {
    if (calibrationDueOn(calibration.on, policy, today) <= today) return 'over' as const;
    return passes(calibration, policy.agreementMin) ? ('reached' as const) : ('not-reached' as const);
  };
  return {
    pieces: (await piecesHere(tx, getLocale())).map(({ id, title, rubric, withdrawn }) => {
      const own = calibrations.find((one) => one.piece === id && one.assessor === person.id);
      const shown = { id, title, rubric: rubric.title[getLocale()], withdrawn: withdrawn !== null };
      return { ...shown, on: own?.on ?? null, own: own ?? null };
    }),
    team: (await colleaguesWith(tx, assessorRoles)).map(({ id, name }) => {
      const newest = newestOf(id);
      return {
        name,
        newest: newest ?? null,
        dueOn: newest ? calibrationDueOn(newest.on, policy, today) : null,
        standing: newest ? standing(newest) : null
      };
    }),
    counts: policy.calibrationCounts,
    mayAdd: can(person, 'rubrics.manage'),
    maySeeTeam: can(person, 'assessments.see')
  };
};
