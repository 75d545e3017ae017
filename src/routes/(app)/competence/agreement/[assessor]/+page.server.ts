import { error } from '@sveltejs/kit';
import { m } from '#messages';
import {
  byQuarter,
  comparedWithColleagues,
  comparedWithReference,
  fallIn,
  figuresOfAssessor,
  isBelow,
  type Compared,
  type QuarterShare
} from '#domains/competence/index.ts';
import { calibrationsOf } from '#domains/competence/index.server.ts';
import { barChart } from '#platform/charts/index.server.ts';
import { formatShare } from '#platform/languages/format.ts';
import { agreementHere, figuresByItem } from '../agreements.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const { tx } = locals;
  const { coRatings, assessors, policy, notAlone, fleiss } = await agreementHere(tx, locals.person!);
  const assessor = assessors.find(({ id }) => id === params.assessor);
  if (!assessor) error(404);
  const own = coRatings.filter(({ assessors }) => assessors.some(({ id }) => id === assessor.id));
  const figures = figuresOfAssessor(own, assessor.id);
  const colleagues = comparedWithColleagues(own, assessor.id);
  const reference = comparedWithReference(await calibrationsOf(tx, assessor.id), assessor.id);
  return {
    assessor,
    figures: { name: assessor.name, ...figures },
    alone: !notAlone.includes(assessor.id),
    below: isBelow(figures, policy),
    bar: policy.agreementMin,
    calibrationMonths: policy.calibrationMonths,
    rubrics: await figuresByItem(tx, own),
    fleiss,
    pairsMin: policy.agreementPairsMin,
    drift: driftShown(colleagues, reference)
  };
};

/** A chart for each kind of comparison, with its numbers and the words when it fell; none where nothing was compared. */
function driftShown(colleagues: Compared[], reference: Compared[]) {
  const kinds = [
    { name: m.competence_drift_colleagues(), compared: colleagues, fell: m.competence_drift_fell_colleagues },
    { name: m.competence_drift_reference(), compared: reference, fell: m.competence_drift_fell_reference }
  ];
  return kinds
    .filter(({ compared }) => compared.length > 0)
    .map(({ name, compared, fell }) => {
      const quarters = byQuarter(compared);
      return {
        title: m.competence_drift_chart({ name }),
        fell: fallWords(quarters, fell),
        // A quarter in which nothing was compared has no bar; the table says so.
        svg: barChart(quarters.filter(({ count }) => count > 0).map(barOf), { unit: ' %', max: 100 }),
        table: {
          columns: [m.competence_drift_column_quarter(), name],
          rows: quarters.map((quarter) => [quarterWords(quarter), shareWords(quarter)])
        }
      };
    });
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

function barOf(quarter: QuarterShare) {
  const percent = (share: number | null) => Math.round(share! * 100);
  const { share, low, high } = quarter;
  return {
    label: quarterWords(quarter),
    value: percent(share),
    low: percent(low),
    high: percent(high)
  };
}

const quarterWords = ({ year, quarter }: { year: number; quarter: number }) =>
  m.competence_drift_quarter({ year: String(year), quarter });

const shareWords = ({ same, count, share }: QuarterShare) =>
  share === null ? null : m.competence_drift_same_of({ same, count, share: formatShare(share) });
