/** Whether an assessor's eye stays as it was: the share of items they judge as others do, quarter by quarter. */
import { differenceInterval, shareInterval } from '#platform/statistics/index.ts';
import type { Day } from '#platform/clock/index.ts';
import type { CoRating } from './assessor-agreement.ts';
import type { Calibration } from './calibration.server.ts';

/** Items compared on a day, and on how many of them the levels were the same. */
export type Compared = { on: Day; same: number; count: number };
export type Quarter = { year: number; quarter: number };
/** `low` and `high` bound the share with 95 % confidence; all three are null where nothing was compared. */
export type QuarterShare = Quarter & {
  same: number;
  count: number;
  share: number | null;
  low: number | null;
  high: number | null;
};

/** Each observation an assessor shared with others, item by item with each of them. */
export function comparedWithColleagues(coRatings: readonly CoRating[], assessor: string): Compared[] {
  return coRatings.flatMap(({ on, assessors }) => {
    const own = assessors.find(({ id }) => id === assessor);
    if (!own) return [];
    return assessors
      .filter((other) => other !== own)
      .map((other) => ({
        on,
        count: own.levels.length,
        same: own.levels.filter(({ level }, index) => level === other.levels[index]!.level).length
      }));
  });
}

/** Each calibration of one assessor. */
export function comparedWithReference(
  calibrations: readonly Pick<Calibration, 'assessor' | 'on' | 'same' | 'count'>[],
  assessor: string
): Compared[] {
  return calibrations
    .filter((one) => one.assessor === assessor)
    .map(({ on, same, count }) => ({ on, same, count }));
}

/** Every quarter from the first with anything to the last, also those with nothing, oldest first. */
export function byQuarter(
  compared: readonly Compared[],
  span: readonly Compared[] = compared
): QuarterShare[] {
  const numbers = span.map(({ on }) => numberOf(on));
  if (numbers.length === 0) return [];
  const first = Math.min(...numbers);
  return Array.from({ length: Math.max(...numbers) - first + 1 }, (_, index) => {
    const within = compared.filter(({ on }) => numberOf(on) === first + index);
    const same = within.reduce((sum, one) => sum + one.same, 0);
    const count = within.reduce((sum, one) => sum + one.count, 0);
    const interval = shareInterval(same, count);
    return {
      year: Math.floor((first + index) / 4),
      quarter: ((first + index) % 4) + 1,
      same,
      count,
      share: count === 0 ? null : same / count,
      low: interval?.low ?? null,
      high: interval?.high ?? null
    };
  });
}

/**
 * The newest quarter, where it lies under all quarters before by more than the 95 % interval of the difference: less than that would
 * be chance. Null where nothing fell, or there is nothing before.
 */
export function fallIn(
  quarters: readonly QuarterShare[]
): (Quarter & { before: number; share: number }) | null {
  const told = quarters.filter(({ count }) => count > 0);
  const newest = told.at(-1);
  const earlier = told.slice(0, -1);
  if (!newest || earlier.length === 0) return null;
  const before = {
    k: earlier.reduce((sum, { same }) => sum + same, 0),
    n: earlier.reduce((sum, { count }) => sum + count, 0)
  };
  if (differenceInterval(before, { k: newest.same, n: newest.count })!.low <= 0) return null;
  return { year: newest.year, quarter: newest.quarter, before: before.k / before.n, share: newest.share! };
}

function numberOf(on: Day): number {
  const [year, month] = on.split('-').map(Number) as [number, number];
  return year * 4 + Math.floor((month - 1) / 3);
}
