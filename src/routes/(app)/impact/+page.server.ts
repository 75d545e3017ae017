import { indicatorOf } from '#domains/impact/index.ts';
import {
  detailWords,
  districtMap,
  districtWords,
  missingWords,
  monthChart,
  periodWords,
  reportFor,
  scopeWords,
  sinceWords,
  valueWords
} from '#domains/impact/index.server.ts';
import { addressOf } from '#domains/impact/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url, locals: { tx, person } }) => {
  const report = await reportFor(tx, url.searchParams, person!);
  if (!report) return { report: null };
  const { question, choices, grants, districtNames, outside } = report;
  return {
    report: {
      question,
      outside,
      address: addressOf(question),
      since: sinceWords(
        question,
        report.byMonth('sessions').map(({ month }) => month)
      ),
      periods: choices.periods.map((value) => ({ value, label: periodWords(value) })),
      scopes: choices.scopes.map((value) => ({ value, label: scopeWords(value, grants) })),
      districts: ['all', ...choices.districts]
        .map((value) => ({ value, label: districtWords(value, districtNames) }))
        .sort(
          (a, b) => Number(b.value === 'all') - Number(a.value === 'all') || a.label.localeCompare(b.label)
        ),
      districtYear:
        url.searchParams.get('period') !== null &&
        url.searchParams.get('period') !== '' &&
        url.searchParams.get('period') !== question.period,
      noDistricts: question.period.includes('Q'),
      figures: report.figures.map((figure) => ({
        key: figure.key,
        label: indicatorOf(figure.key).name(),
        value: valueWords(figure),
        detail: detailWords(figure) || undefined,
        missing: missingWords(figure) ?? undefined,
        href: `/impact/figures/${figure.key}${addressOf(question)}`
      })),
      hides: report.figures.some((figure) => figure.value === 'masked' || figure.of === 'masked'),
      chart: monthChart(report),
      map: await districtMap(tx, report)
    }
  };
};
