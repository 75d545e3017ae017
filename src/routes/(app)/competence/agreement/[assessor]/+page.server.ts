import { error } from '@sveltejs/kit';
import { m } from '#messages';
import {
  assessorRoles,
  assessorsWithin,
  byQuarter,
  comparedWithColleagues,
  comparedWithReference,
  fallIn,
  figuresOfAssessor,
  type Compared,
  type QuarterShare
} from '#domains/competence/index.ts';
import {
  calibrationsOf,
  colleaguesWith,
  coRatingsVisibleTo,
  organisationDay,
  policyOn
} from '#domains/competence/index.server.ts';
import { lineChart } from '#platform/charts/index.server.ts';
import { formatShare } from '#platform/languages/format.ts';
import { figuresByItem } from '../agreements.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const { tx } = locals;
  const assessor = (await colleaguesWith(tx, assessorRoles)).find(({ id }) => id === params.assessor);
  if (!assessor) error(404);
  const all = await coRatingsVisibleTo(tx, locals.person!);
  const own = all.filter(({ assessors }) => assessors.some(({ id }) => id === assessor.id));
  const colleagues = comparedWithColleagues(own, assessor.id);
  const reference = comparedWithReference(await calibrationsOf(tx, assessor.id), assessor.id);
  const policy = await policyOn(tx, await organisationDay(tx));
  return {
    assessor,
    figures: { name: assessor.name, ...figuresOfAssessor(own, assessor.id) },
    rubrics: await figuresByItem(tx, own),
    fleiss: assessorsWithin(all) > 2,
    pairsMin: policy.agreementPairsMin,
    drift: driftShown(colleagues, reference)
  };
};

/** The two lines on one axis of time, with their numbers and the words when one fell; null where nothing was compared. */
function driftShown(colleagues: Compared[], reference: Compared[]) {
  const span = [...colleagues, ...reference];
  if (span.length === 0) return null;
  const [withColleagues, withReference] = [byQuarter(colleagues, span), byQuarter(reference, span)];
  const fell = [
    fallWords(withColleagues, m.competence_drift_fell_colleagues),
    fallWords(withReference, m.competence_drift_fell_reference)
  ].filter((words) => words !== null);
  const lines = [
    { name: m.competence_drift_colleagues(), quarters: withColleagues },
    { name: m.competence_drift_reference(), quarters: withReference }
  ];
  return {
    fell,
    svg: lineChart(
      lines
        .filter(({ quarters }) => quarters.some(({ count }) => count > 0))
        .map(({ name, quarters }) => ({ name, points: quarters.map(pointOf) })),
      { unit: ' %', max: 100 }
    ),
    table: {
      columns: [m.competence_drift_column_quarter(), ...lines.map(({ name }) => name)],
      rows: withColleagues.map((quarter, index) => [
        quarterWords(quarter),
        shareWords(quarter),
        shareWords(withReference[index]!)
      ])
    }
  };
}

type Fell = (words: { share: string; quarter: string; before: string }) => string;

function fallWords(quarters: QuarterShare[], words: Fell): string | null {
  const fall = fallIn(quarters);
  return (
    fall &&
    words({
      share: formatShare(fall.share),
      quarter: quarterWords(fall),
      before: formatShare(fall.before)
    })
  );
}

function pointOf(quarter: QuarterShare) {
  const { share, low, high } = quarter;
  const at = quarterWords(quarter);
  return share === null
    ? { at, value: null }
    : { at, value: share * 100, low: low! * 100, high: high! * 100 };
}

const quarterWords = ({ year, quarter }: { year: number; quarter: number }) =>
  m.competence_drift_quarter({ year: String(year), quarter });

const shareWords = ({ same, count, share }: QuarterShare) =>
  share === null ? null : m.competence_drift_same_of({ same, count, share: formatShare(share) });
