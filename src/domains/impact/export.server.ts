/** The figures as files for a spreadsheet: rounded, with what is missing, and no cell that becomes a formula. */
import { stringify } from 'csv-stringify/sync';
import { audit } from '#platform/audit/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { workbook, type Cell } from '#platform/workbook/index.server.ts';
import { m } from '#messages';
import { indicatorOf, type IndicatorKey } from './indicator.ts';
import { reportFor, type Report } from './report.server.ts';
import { districtWords, missingWords, periodWords, questionWords, shownWords } from './words.ts';

/** Null for a donor without a grant. Every export is on record. */
export async function impactCsv(tx: Tx, query: URLSearchParams, person: Person): Promise<string | null> {
  const report = await reportFor(tx, query, person, { outside: true });
  if (!report) return null;
  await recordExport(tx, 'csv', report);
  return stringify(
    [[questionWords(report)], ...figureTable(report), [], [m.impact_masked_why()], [m.impact_rounded()]],
    {
      bom: true,
      escape_formulas: true,
      record_delimiter: '\r\n'
    }
  );
}

/** The same with a sheet for months and one for districts. */
export async function impactWorkbook(tx: Tx, query: URLSearchParams, person: Person): Promise<Buffer | null> {
  const report = await reportFor(tx, query, person, { outside: true });
  if (!report) return null;
  await recordExport(tx, 'xlsx', report);
  return workbook([
    { name: m.impact_title(), rows: figureTable(report) },
    { name: m.impact_by_month(), rows: monthTable(report) },
    { name: m.impact_by_district(), rows: districtTable(report) },
    {
      name: m.impact_method(),
      rows: [
        [questionWords(report)],
        [m.impact_masked_why()],
        [m.impact_rounded()],
        [m.impact_method_masking()],
        [m.impact_method_intervals()]
      ]
    }
  ]);
}

export function recordExport(tx: Tx, format: 'csv' | 'xlsx' | 'pdf', { question }: Report): Promise<void> {
  const { scope, period, district } = question;
  return audit(tx, { action: 'impact.exported', reason: `${format} ${scope} ${period} ${district}` });
}

function figureTable({ figures }: Report): Cell[][] {
  const header = [
    m.impact_figure(),
    m.impact_value(),
    m.impact_interval_short(),
    '',
    m.impact_of({ count: 'n' }),
    m.impact_missing(),
    m.impact_counts_what()
  ];
  const rows = figures.map((figure) => {
    const { name, definition } = indicatorOf(figure.key);
    return [
      name(),
      figure.value === 'masked' ? m.impact_masked() : precise(figure.value),
      precise(figure.interval?.low ?? null),
      precise(figure.interval?.high ?? null),
      figure.of === undefined ? null : shownOrWord(figure.of),
      missingWords(figure),
      definition()
    ];
  });
  return [header, ...rows];
}

// More digits than that would pretend to know more than was counted.
const precise = (value: number | null): number | null =>
  value === null ? null : Math.round(value * 100) / 100;
const shownOrWord = (shown: number | 'masked'): Cell =>
  shown === 'masked' ? shownWords(shown) : Math.round(shown);

const tabled: IndicatorKey[] = ['people', 'sessions', 'contact-hours', 'matches'];

function monthTable(report: Report): Cell[][] {
  const columns = tabled.map((key) => new Map(report.byMonth(key).map(({ month, value }) => [month, value])));
  const months = [...columns[0]!.keys()];
  return [
    [m.impact_month(), ...tabled.map((key) => indicatorOf(key).name())],
    ...months.map((month) => [
      periodWords(month),
      ...columns.map((column) => shownOrWord(column.get(month) ?? 0))
    ])
  ];
}

function districtTable(report: Report): Cell[][] {
  if (report.question.period.includes('Q')) return [[m.impact_district_year()]];
  const columns = tabled.map((key) => report.byDistrict(key));
  return [
    [m.impact_district(), ...tabled.map((key) => indicatorOf(key).name())],
    ...[...columns[0]!.keys()].map((district) => [
      districtWords(district, report.districtNames),
      ...columns.map((column) => shownOrWord(column.get(district) ?? 0))
    ])
  ];
}
