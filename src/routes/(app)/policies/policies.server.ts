/** The figures that rooms go by and an organisation may set, each with its words, its bounds and where it comes from. */
import { carePlanPolicies, carePlanPolicyOn, setCarePlanPolicy } from '#domains/care-plans/index.server.ts';
import {
  setSupervisionPolicy,
  supervisionPolicies,
  supervisionPolicyOn
} from '#domains/supervision/index.server.ts';
import { setSupportPolicy, supportPolicies, supportPolicyOn } from '#domains/support/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import type { Day } from '#platform/clock/index.ts';
import type { Tx, VersionSet } from '#platform/database/index.server.ts';
import { m } from '#messages';

/** `min` and `max` are what the room's own table accepts; `source` is empty where no figure is published. */
type Figure = { label: () => string; min: number; max: number; source: string };
export type Figures = Record<string, number>;
type Version = VersionSet & { figures: Figures };
type NewVersion = { id: string; from: Day; source: string; reason: string };

type Policy<Name extends string = string> = {
  title: () => string;
  figures: Record<Name, Figure>;
  on: (tx: Tx, person: Person, day: Day) => Promise<Record<NoInfer<Name>, number>>;
  history: (tx: Tx, person: Person) => Promise<Version[]>;
  set: (tx: Tx, version: NewVersion, figures: Record<NoInfer<Name>, number>, person: Person) => Promise<void>;
  /** What is wrong with the figures together, by the figure to change. */
  wrong?: (figures: Record<NoInfer<Name>, number>) => Record<string, string>;
};

// Only so that each policy's functions are checked against its own figures.
const policy = <Name extends string>(one: Policy<Name>): Policy => one as unknown as Policy;

const caliBoard = 'California Board of Behavioral Sciences';

export const policies: Record<string, Policy> = {
  support: policy({
    title: m.ui_policy_support,
    figures: {
      peerCaseloadMax: { label: m.ui_policy_peers, min: 1, max: 100, source: '' },
      layWorkerCaseloadMax: { label: m.ui_policy_lay, min: 1, max: 100, source: '' },
      weeklyHoursMax: { label: m.ui_policy_hours, min: 1, max: 60, source: '' }
    },
    on: (tx, _person, day) => supportPolicyOn(tx, day),
    history: supportPolicies,
    set: (tx, { from, ...version }, figures, person) =>
      setSupportPolicy(tx, { ...version, ...figures, effectiveOn: from }, person)
  }),
  supervision: policy({
    title: m.ui_policy_supervision,
    figures: {
      weeklyMonths: { label: m.ui_policy_weekly_months, min: 0, max: 60, source: 'ImpACT+' },
      contactHoursBeforeExtra: { label: m.ui_policy_extra_hours, min: 1, max: 60, source: caliBoard },
      overdueUnits: { label: m.ui_policy_overdue, min: 1, max: 20, source: '' },
      aheadUnits: { label: m.ui_policy_ahead, min: 0, max: 8, source: '' },
      carryWeeks: { label: m.ui_policy_carry, min: 4, max: 52, source: '' },
      superviseesWarn: { label: m.ui_policy_warn, min: 1, max: 100, source: '' },
      superviseesMax: { label: m.ui_policy_supervisees, min: 1, max: 100, source: '' }
    },
    on: (tx, _person, day) => supervisionPolicyOn(tx, day),
    history: supervisionPolicies,
    set: (tx, version, figures, person) => setSupervisionPolicy(tx, { ...version, ...figures }, person),
    wrong: ({ superviseesWarn, superviseesMax }): Record<string, string> =>
      superviseesWarn > superviseesMax ? { superviseesWarn: m.ui_policy_warn_above_max() } : {}
  }),
  'safety-plans': policy({
    title: m.ui_policy_plans,
    figures: { safetyPlanStaleDays: { label: m.ui_policy_stale_days, min: 7, max: 730, source: '' } },
    on: (tx, person, day) => carePlanPolicyOn(tx, person.organisation.id, day),
    history: carePlanPolicies,
    set: (tx, { from, ...version }, figures, person) =>
      setCarePlanPolicy(tx, { ...version, ...figures, effectiveOn: from }, person)
  })
};

export type Standing = {
  figures: { name: string; label: string; value: number; source: string }[];
  /** The version that holds, and null while the program's own figures do. */
  inForce: Version | null;
  history: Version[];
};

/** How a policy stands on a day: its figures, since when, and everything set so far, what is still to come included. */
export async function standingOf(one: Policy, tx: Tx, person: Person, day: Day): Promise<Standing> {
  const values = await one.on(tx, person, day);
  const history = await one.history(tx, person);
  return {
    figures: Object.entries(one.figures).map(([name, { label, source }]) => ({
      name,
      label: label(),
      value: values[name]!,
      source: source ? m.ui_policy_source_of({ source }) : m.ui_policy_no_figure()
    })),
    inForce: history.find(({ from }) => from <= day) ?? null,
    history
  };
}
