/** One figure with what belongs to it: how sure it is, of how many, and what is missing. */
import type { IndicatorKey } from './indicator.ts';
import type { Interval } from '#platform/statistics/index.ts';
import { roundedToFive } from './masking.ts';
import type { Shown } from './release.ts';

export type Missing =
  | { what: 'unscored' | 'uncertified' | 'waiting' | 'unpaid' | 'unplaced'; count: Shown }
  | { what: 'currencies' | 'uncosted' };

export type Figure = {
  key: IndicatorKey;
  /** Null where there is nothing to say it of, such as the cost of nobody. Money is in major units. */
  value: Shown | null;
  currency?: string;
  interval?: Interval | null;
  /** How many it is said of. */
  of?: Shown;
  /** Of a change in scores: the share that improved reliably, with its interval. */
  improved?: { share: Shown | null; interval: Interval | null };
  /** What the figure is made of, such as money spent. */
  made?: { total: number };
  missing: Missing[];
};

/** A figure as it may leave the organisation: counts to the nearest five. */
export function forOutside(figure: Figure, unit: string): Figure {
  const round = (shown: Shown | null | undefined) =>
    typeof shown === 'number' ? roundedToFive(shown) : shown;
  return {
    ...figure,
    value: unit === 'count' || unit === 'hours' ? round(figure.value)! : figure.value,
    ...(figure.of !== undefined && { of: round(figure.of)! }),
    missing: figure.missing.map((missing) =>
      'count' in missing ? { ...missing, count: round(missing.count)! } : missing
    )
  };
}
