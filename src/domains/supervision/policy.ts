import type { Day } from '#platform/clock/index.ts';
import { m } from '#messages';

/** What an organisation may set about supervision; see the defaults for where each comes from. */
export type SupervisionFigures = {
  /** For so many months from the start one unit a week is owed, then two a month. */
  weeklyMonths: number;
  /** More contact hours than this in one week owe one unit more. */
  contactHoursBeforeExtra: number;
  /** From so many units of debt supervision is overdue, and the gate closes. */
  overdueUnits: number;
  /** At most so many units can be had ahead; a long day in January does not cover June. */
  aheadUnits: number;
  /** Debt older than so many weeks is no longer asked for: nobody can catch up on half a year. */
  carryWeeks: number;
  superviseesWarn: number;
  superviseesMax: number;
};

/** The figures that hold on a day, and where they come from. */
export type SupervisionPolicy = SupervisionFigures & {
  source: string;
  /** Null while the organisation uses the defaults. */
  effectiveFrom: Day | null;
};

export const supervisionPolicyDefault: SupervisionPolicy = {
  // ImpACT+ guidance (weekly at first); the California Board of Behavioral Sciences asks for one more above ten hours.
  weeklyMonths: 6,
  contactHoursBeforeExtra: 10,
  // The rest is policy: no figure is published.
  overdueUnits: 2,
  aheadUnits: 2,
  carryWeeks: 12,
  superviseesWarn: 8,
  superviseesMax: 12,
  // In the reader's language.
  get source() {
    return m.supervision_policy_source_default();
  },
  effectiveFrom: null
};
