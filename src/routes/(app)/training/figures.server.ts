/** What was gained and what people thought, in words for a page. */
import { evaluationItemNames, evaluationItems, type Gain } from '#domains/training/index.ts';
import type { EvaluationResult, GainOverWorkshops } from '#domains/training/index.server.ts';
import { formatDays, formatNumber, formatShare } from '#platform/languages/format.ts';
import { dayIn } from '#platform/clock/index.ts';
import { m } from '#messages';

const points = (share: number) => formatNumber(share * 100, 1);

function intervalWords({ interval }: Gain): string {
  return interval
    ? m.training_gain_interval({ from: points(interval[0]), to: points(interval[1]) })
    : m.training_gain_no_interval();
}

function rangeWords({ interval }: Gain): string | null {
  return interval && m.training_gain_range({ from: points(interval[0]), to: points(interval[1]) });
}

/** The figures together, and question by question with the least known first: that is what to teach again. */
export function gainWords({ gain, before, after, items }: Omit<GainOverWorkshops, 'each'>) {
  return {
    answered: m.training_gain_answered({ before, after }),
    figures: gain && {
      n: gain.n,
      before: formatShare(gain.before),
      after: formatShare(gain.after),
      mean: m.training_gain_points({ points: points(gain.mean) }),
      interval: intervalWords(gain),
      normalised: gain.normalised === null ? '–' : formatNumber(gain.normalised, 2)
    },
    items: itemWords(items)
  };
}
export type GainWords = ReturnType<typeof gainWords>;

export function itemWords(items: GainOverWorkshops['items']) {
  return items
    .toSorted((one, other) => one.gain.after - other.gain.after)
    .map(({ question, text, gain }) => ({
      question,
      text,
      before: formatShare(gain.before),
      after: formatShare(gain.after),
      gain: points(gain.mean),
      range: rangeWords(gain)
    }));
}

export function evaluationWords({ n, means, counts, words }: EvaluationResult) {
  return {
    n,
    items: evaluationItems.map((item) => ({
      item: evaluationItemNames[item](),
      mean: formatNumber(means[item], 1),
      counts: counts[item]
    })),
    words
  };
}
export type EvaluationWords = ReturnType<typeof evaluationWords>;

type Workshop = { id: string; title: string; starts_at: Date; ends_at: Date; time_zone: string };

/** Workshop by workshop: what was gained, and what those who came thought. */
export function byWorkshop(
  workshops: Workshop[],
  gains: GainOverWorkshops['each'],
  evaluations: Map<string, EvaluationResult>
) {
  return workshops.map(({ id, title, starts_at, ends_at, time_zone }) => {
    const gain = gains.get(id)?.gain;
    const evaluation = evaluations.get(id);
    return {
      id,
      title,
      when: formatDays(dayIn(time_zone, starts_at), dayIn(time_zone, ends_at)),
      both: gain?.n ?? null,
      gain: gain ? points(gain.mean) : null,
      range: gain ? rangeWords(gain) : null,
      evaluation: evaluation
        ? m.training_evaluation_mean_of({ mean: formatNumber(meanOf(evaluation), 1), count: evaluation.n })
        : null
    };
  });
}
export type WorkshopRow = ReturnType<typeof byWorkshop>[number];

function meanOf({ means }: EvaluationResult): number {
  return evaluationItems.reduce((sum, item) => sum + means[item], 0) / evaluationItems.length;
}
