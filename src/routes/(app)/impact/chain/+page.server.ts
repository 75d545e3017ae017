import { addressOf, indicatorOf, isIndicator, type IndicatorKey } from '#domains/impact/index.ts';
import {
  chainBehind,
  detailWords,
  missingWords,
  periodWords,
  questionWords,
  reportFor,
  valueWords
} from '#domains/impact/index.server.ts';
import type { PageServerLoad } from './$types';

// In the order in which one makes the next possible.
const steps: IndicatorKey[] = [
  'workshops',
  'seats',
  'assessments',
  'certificates',
  'matches',
  'supporters',
  'supervision',
  'people',
  'sessions',
  'phq-9',
  'gad-7',
  'cost'
];

export const load: PageServerLoad = async ({ url, locals: { tx, person } }) => {
  const report = await reportFor(tx, url.searchParams, person!);
  if (!report) return { asked: '', address: '', row: null, steps: [] };
  const { question } = report;
  const code = url.searchParams.get('row');
  const figure = url.searchParams.get('figure') ?? '';
  const links = code && isIndicator(figure) ? await chainBehind(tx, report, figure, code, person!) : null;
  return {
    asked: questionWords(report),
    address: addressOf(question),
    row: code
      ? {
          code,
          back: isIndicator(figure) ? `/impact/figures/${figure}${addressOf(question)}` : '/impact',
          links: links?.map(({ name, told }) => ({
            name,
            told: told.map(({ month, words }) => ({
              month: month ? periodWords(month.slice(0, 7)) : '',
              words
            }))
          }))
        }
      : null,
    steps: steps.flatMap((key) => {
      const found = report.figures.find((one) => one.key === key);
      if (!found) return [];
      const href = `/impact/figures/${key}${addressOf(question)}`;
      return [
        {
          key,
          label: indicatorOf(key).name(),
          value: valueWords(found),
          detail: detailWords(found),
          missing: missingWords(found),
          href
        }
      ];
    })
  };
};
