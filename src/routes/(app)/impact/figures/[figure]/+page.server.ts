import { error } from '@sveltejs/kit';
import { addressOf, indicatorOf, isIndicator } from '#domains/impact/index.ts';
import {
  detailWords,
  districtMap,
  districtWords,
  missingWords,
  periodWords,
  questionWords,
  reportFor,
  rowsBehind,
  shownWords,
  valueWords
} from '#domains/impact/index.server.ts';
import { formatNumber } from '#platform/languages/format.ts';
import type { PageServerLoad } from './$types';

const rowsOnPage = 50;

export const load: PageServerLoad = async ({ params, url, locals: { tx, person } }) => {
  if (!isIndicator(params.figure)) error(404);
  const key = params.figure;
  const report = await reportFor(tx, url.searchParams, person!);
  const figure = report?.figures.find((one) => one.key === key);
  if (!report || !figure) error(404);
  const { question, districtNames } = report;
  const indicator = indicatorOf(key);
  const counted = indicator.unit === 'count' || indicator.unit === 'hours';
  const rows = await rowsBehind(tx, report, key, person!);
  const page = Math.max(1, Math.trunc(Number(url.searchParams.get('page'))) || 1);
  return {
    key,
    name: indicator.name(),
    definition: indicator.definition(),
    unit: indicator.unit,
    asked: questionWords(report),
    address: addressOf(question),
    query: url.searchParams.toString(),
    stat: {
      label: indicator.name(),
      value: valueWords(figure),
      detail: detailWords(figure) || undefined,
      missing: missingWords(figure) ?? undefined
    },
    months:
      counted && question.district === 'all'
        ? report
            .byMonth(key)
            .map(({ month, value }) => ({ month: periodWords(month), value: shownWords(value) }))
        : [],
    distinct: indicator.unit === 'count',
    districts:
      counted && indicator.districts && question.district === 'all' && !question.period.includes('Q')
        ? [...report.byDistrict(key)]
            .filter(([, value]) => value !== 0)
            .map(([district, value]) => ({
              district: districtWords(district, districtNames),
              value: shownWords(value),
              href: districtNames.has(district)
                ? `/impact/figures/${key}${addressOf({ ...question, district })}`
                : undefined
            }))
            .sort((a, b) => a.district.localeCompare(b.district))
        : [],
    map: counted ? await districtMap(tx, report, key) : null,
    rows: Array.isArray(rows)
      ? rows.slice((page - 1) * rowsOnPage, page * rowsOnPage).map(({ code, month, amount }) => ({
          code,
          month: month ? periodWords(month.slice(0, 7)) : '–',
          amount: amount === null ? '' : formatNumber(amount),
          href: indicator.chain
            ? `/impact/chain${addressOf(question, { figure: key, row: code })}`
            : undefined
        }))
      : [],
    noRows: Array.isArray(rows) ? null : rows,
    pages: Array.isArray(rows) ? Math.ceil(rows.length / rowsOnPage) : 1,
    amounts: indicator.unit === 'hours' || indicator.unit === 'points'
  };
};
