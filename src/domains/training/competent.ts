/** What a training's cost comes to for each person it trained, and for each it made competent. */
import type { Day } from '#platform/clock/index.ts';
import { addDays } from '#platform/clock/index.ts';
import { amountText, minorUnits } from '#domains/funding/index.ts';
import { costPerSeat } from './cost.ts';
import type { TrainingPolicy } from './policy.ts';

/** Something that shows somebody is competent: a first certificate, or an assessment at the bar. */
export type Evidence = { person: string; on: Day; href: string };

type Seat = { person: string; hours: number };

/** Those who were there for the policy's share of the hours. */
export function trainedIn(seats: Seat[], hoursHeld: number, { trainedPercent }: TrainingPolicy): string[] {
  return seats
    .filter(({ hours }) => hours > 0 && hours * 100 >= hoursHeld * trainedPercent)
    .map(({ person }) => person);
}

/** The first evidence of each trained person, from the workshop's last day on and within the policy's days. */
export function madeCompetent(
  trained: string[],
  lastDay: Day,
  evidence: Evidence[],
  { competentWithinDays }: TrainingPolicy
): Evidence[] {
  const until = addDays(lastDay, competentWithinDays);
  return trained.flatMap((person) => {
    const shown = evidence
      .filter((one) => one.person === person && one.on >= lastDay && one.on <= until)
      .sort((one, other) => (one.on < other.on ? -1 : 1));
    return shown.slice(0, 1);
  });
}

/** One workshop, with what it cost in its grant's currency; `competent` is null when the reader may not know. */
export type Accounted = {
  currency: string | null;
  cost: string | null;
  trained: string[];
  competent: string[] | null;
};

export type Sum = {
  currency: string | null;
  cost: string | null;
  workshops: number;
  trained: number;
  competent: number | null;
  perTrained: string | null;
  perCompetent: string | null;
};

/**
 * Several workshops together, each currency for itself, since two cannot be added. A person counts once in a sum, however
 * many of its workshops they went to.
 */
export function sumsOf(workshops: Accounted[]): Sum[] {
  return [...Map.groupBy(workshops, ({ currency }) => currency)].map(([currency, group]) => {
    const cost = currency ? totalOf(group, currency) : null;
    const trained = new Set(group.flatMap(({ trained }) => trained)).size;
    const known = group.every(({ competent }) => competent !== null);
    const competent = known ? new Set(group.flatMap(({ competent }) => competent!)).size : null;
    return {
      currency,
      cost,
      workshops: group.length,
      trained,
      competent,
      perTrained: cost && costPerSeat(cost, currency!, trained),
      perCompetent: cost && competent !== null ? costPerSeat(cost, currency!, competent) : null
    };
  });
}

function totalOf(group: Accounted[], currency: string): string {
  return amountText(
    group.reduce((sum, { cost }) => sum + (cost ? minorUnits(cost, currency)! : 0n), 0n),
    currency
  );
}
