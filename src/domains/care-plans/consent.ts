/** Who was let in, to what, and for how long. */
import { addDays, type Day } from '#platform/clock/index.ts';
import { consentDaysMax } from './policy.ts';

export const scopes = ['plan', 'plan-and-scores'] as const;
export type Scope = (typeof scopes)[number];

/** Why somebody could not be invited. */
export type ConsentRefusal = 'nothing-to-share' | 'not-a-facility' | 'until-not-possible';

/** A consent runs from today for a year at most. */
export function refusalToShare(until: Day, today: Day): ConsentRefusal | null {
  return until < today || until > addDays(today, consentDaysMax) ? 'until-not-possible' : null;
}

export type ConsentState = 'open' | 'withdrawn' | 'over';

/** What has become of a consent; on its last day it still holds. */
export function stateOf(
  { until, withdrawnAt }: { until: Day; withdrawnAt: Date | null },
  today: Day
): ConsentState {
  if (withdrawnAt) return 'withdrawn';
  return until < today ? 'over' : 'open';
}
