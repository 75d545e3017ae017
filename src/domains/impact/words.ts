/** Figures in words: the same on the page, in the files and on paper. */
import { m } from '#messages';
import { templateWords } from '#domains/support/index.ts';
import {
  formatDay,
  formatMoney,
  formatMonth,
  formatNumber,
  formatShare
} from '#platform/languages/format.ts';
import type { Figure, Missing } from './figure.ts';
import { indicatorOf, type Unit } from './indicator.ts';
import type { Interval } from '#platform/statistics/index.ts';
import { daysOf, isQuarter, isYear, type Period } from './period.ts';
import type { Question } from './question.ts';
import type { Report } from './report.server.ts';
import type { Shown } from './release.ts';

/** A count, or that it is hidden. */
export const shownWords = (shown: Shown): string =>
  shown === 'masked' ? m.impact_masked() : formatNumber(shown);

export function periodWords(period: Period): string {
  if (period === 'all') return m.impact_period_all();
  if (isYear(period)) return period;
  if (isQuarter(period))
    return m.impact_quarter({ year: period.slice(0, 4), number: formatNumber(Number(period.at(-1))) });
  return formatMonth(`${period}-01`);
}

export function scopeWords(scope: string, grants: Map<string, string>): string {
  if (scope === 'all') return m.impact_scope_all();
  if (scope === 'programme:none') return m.impact_programme_none();
  const programme = scope.replace('programme:', '');
  if (programme !== scope)
    return m.impact_programme({
      name: templateWords[programme as keyof typeof templateWords]?.() ?? programme
    });
  return grants.get(scope) ?? scope;
}

export function districtWords(district: string, names: Map<string, string>): string {
  if (district === 'all') return m.impact_district_all();
  return names.get(district) ?? m.impact_district_unknown();
}

/** The number itself: `57`, `61 %`, `−5.2 points`, `US$24.50`, `hidden`, or a dash where there is none. */
export function valueWords(figure: Figure): string {
  if (figure.value === null) return '–';
  if (figure.value === 'masked') return m.impact_masked();
  return inUnit(figure.value, indicatorOf(figure.key).unit, figure.currency);
}

function inUnit(value: number, unit: Unit, currency?: string): string {
  if (unit === 'share') return formatShare(value);
  if (unit === 'points') return m.impact_points({ points: formatNumber(value) });
  if (unit === 'money') return formatMoney(value.toFixed(2), currency!);
  return formatNumber(value, 0);
}

function intervalWords(figure: Figure): string | null {
  return figure.interval ? m.impact_interval(between(figure.interval, indicatorOf(figure.key).unit)) : null;
}

function between({ low, high }: Interval, unit: Unit): { low: string; high: string } {
  return unit === 'share'
    ? { low: formatShare(low), high: formatShare(high) }
    : { low: formatNumber(low), high: formatNumber(high) };
}

/** How sure it is and of how many, in one or two sentences; empty where the number says all. */
export function detailWords(figure: Figure): string {
  const { of, improved, made, currency } = figure;
  const parts = [
    made && currency ? m.impact_cost_made({ total: formatMoney(made.total.toFixed(2), currency) }) : null,
    of === undefined || figure.value === null ? null : ofWords(of),
    intervalWords(figure),
    improved ? improvedWords(improved) : null
  ];
  return parts.filter(Boolean).join(' · ');
}

function ofWords(of: NonNullable<Figure['of']>): string {
  return of === 'masked' ? m.impact_of_masked() : m.impact_of({ count: shownWords(of) });
}

function improvedWords({ share, interval }: NonNullable<Figure['improved']>): string | null {
  if (share === 'masked') return m.impact_improved_masked();
  return share !== null && interval
    ? m.impact_improved({ share: formatShare(share), ...between(interval, 'share') })
    : null;
}

const missingKinds = {
  unscored: m.impact_missing_unscored,
  uncertified: m.impact_missing_uncertified,
  waiting: m.impact_missing_waiting,
  unpaid: m.impact_missing_unpaid,
  unplaced: m.impact_missing_unplaced
};

/** What is not in it; null where nothing is known to be missing. */
export function missingWords({ missing }: Figure): string | null {
  const told = missing.filter((one) => !('count' in one) || one.count !== 0 || one.what === 'unscored');
  return told.length > 0 ? told.map(missingPart).join('; ') : null;
}

function missingPart(missing: Missing): string {
  if ('count' in missing) return missingKinds[missing.what]({ count: shownWords(missing.count) });
  return missing.what === 'currencies' ? m.impact_missing_currencies() : m.impact_missing_uncosted();
}

/** Since when it is counted. */
export function sinceWords({ period }: Question, months: Period[]): string | null {
  const days = daysOf(period);
  if (days) return m.impact_between({ from: formatDay(days.from), to: formatDay(days.to) });
  return months[0] ? m.impact_since({ month: periodWords(months[0]) }) : null;
}

/** What was asked, in one line. */
export function questionWords({
  question,
  grants,
  districtNames
}: Pick<Report, 'question' | 'grants' | 'districtNames'>): string {
  const { period, scope, district } = question;
  return [scopeWords(scope, grants), periodWords(period), districtWords(district, districtNames)].join(' · ');
}
