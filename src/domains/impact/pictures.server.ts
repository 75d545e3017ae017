/** The figures as pictures, under the sentence that says what they show. */
import { placesMap, type PlacesMap } from '#domains/places/index.server.ts';
import { lineChart } from '#platform/charts/index.server.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { formatNumber } from '#platform/languages/format.ts';
import { m } from '#messages';
import { indicatorOf, type IndicatorKey } from './indicator.ts';
import type { Report } from './report.server.ts';
import { periodWords, shownWords } from './words.ts';

export type MonthChart = { svg: string; title: string; table: { columns: string[]; rows: string[][] } };

/** Sessions by month; a hidden month is a gap. Null where no month can be shown. */
export function monthChart(report: Report): MonthChart | null {
  const months = report.byMonth('sessions');
  const most = greatest(months.map(({ month, value }) => [month, value] as const));
  if (!most || months.length < 2) return null;
  const name = indicatorOf('sessions').name();
  const points = months.map(({ month, value }) => ({
    at: periodWords(month),
    value: value === 'masked' ? null : value
  }));
  return {
    svg: lineChart([{ name, points }]),
    title: m.impact_chart_title({ month: periodWords(most[0]), count: formatNumber(most[1]) }),
    table: {
      columns: [m.impact_month(), name],
      rows: months.map(({ month, value }) => [periodWords(month), shownWords(value)])
    }
  };
}

/** People reached by district; null where no district has a boundary, or nothing is counted by district for this time. */
export async function districtMap(
  tx: Tx,
  report: Report,
  key: IndicatorKey = 'people'
): Promise<PlacesMap | null> {
  const { question, districtNames } = report;
  if (question.period.includes('Q') || question.district !== 'all' || !indicatorOf(key).districts)
    return null;
  const values = new Map([...report.byDistrict(key)].filter(([district]) => districtNames.has(district)));
  if (values.size === 0) return null;
  const most = greatest([...values]);
  const title = most
    ? m.impact_map_title({ district: districtNames.get(most[0])!, count: formatNumber(most[1]) })
    : m.impact_map_masked();
  return placesMap(tx, {
    values,
    title: key === 'people' ? title : indicatorOf(key).name(),
    label: indicatorOf(key).name()
  });
}

function greatest(values: (readonly [string, number | 'masked'])[]): readonly [string, number] | undefined {
  const numbers = values.filter(
    (entry): entry is readonly [string, number] => typeof entry[1] === 'number' && entry[1] > 0
  );
  return numbers.toSorted(([, a], [, b]) => b - a)[0];
}
