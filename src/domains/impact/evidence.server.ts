/** Everything the figures are made of, read once: counts, changes of scores, supervision. What may be shown is decided here. */
import { sql } from 'kysely';
import { reliableChangePoints, type InstrumentId } from '#domains/measures/index.ts';
import { supervisionPolicyOn } from '#domains/supervision/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import { dayIn } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { isMonth, isQuarter, isYear, type Period } from './period.ts';
import { release, type At, type Count, type Division, type Release } from './release.ts';
import { supervisionCounts, type SupervisionAccount } from './supervision-kept.ts';

export type ScoreChanges = {
  instrument: InstrumentId;
  scope: string;
  period: Period;
  measured: number;
  improved: number;
  worse: number;
  mean: number;
  deviation: number | null;
};

export type Evidence = Release & {
  /** Numbers before masking; only for what is made of them and shown on its own conditions. */
  counted: (at: At) => Pick<Count, 'units' | 'amount'>;
  changes: (of: { instrument: InstrumentId; scope: string; period: Period }) => ScoreChanges | undefined;
  /** Times in which anything happened, the longest first and the newest first. */
  periods: Period[];
  months: Period[];
  programmes: string[];
  districts: string[];
};

export const reliable = JSON.stringify(reliableChangePoints);

export async function gatherEvidence(tx: Tx, person: Person): Promise<Evidence> {
  const { cells, outcomes: changes, supervision: accounts } = await counted(tx);
  const counts = withoutOnlyProgramme(cells);
  const all = [
    ...counts,
    ...concernCounts(counts),
    ...measuredCounts(counts, changes),
    ...(await supervision(tx, accounts, person))
  ];
  const releases = releaseByFamily(all);
  const known = new Map(all.map((count) => [keyOf(count), count]));
  const nothing = { units: 0, amount: 0 };
  const of = (at: At) => releases.get(at.measure);
  return {
    units: (at) => of(at)?.units(at) ?? 0,
    amount: (at) => of(at)?.amount(at) ?? 0,
    masked: (at) => of(at)?.masked(at) ?? false,
    counted: (at) => known.get(keyOf(at)) ?? nothing,
    changes: ({ instrument, scope, period }) =>
      changes.find((one) => one.instrument === instrument && one.scope === scope && one.period === period),
    ...timesOf(all),
    programmes: [
      ...new Set(counts.flatMap(({ scope }) => (scope.startsWith('programme:') ? [scope] : [])))
    ].sort(),
    districts: [...new Set(counts.map(({ district }) => district))].filter((district) => district !== 'all')
  };
}

type Counted = { cells: Count[]; outcomes: ScoreChanges[]; supervision: SupervisionAccount[] };

async function counted(tx: Tx): Promise<Counted> {
  const { rows } = await sql<Counted>`select * from impact_evidence(${reliable}::jsonb)`.execute(tx);
  return rows[0]!;
}

// A programme that is the only one is everything, and nothing to choose.
function withoutOnlyProgramme(counts: Count[]): Count[] {
  const programmes = new Set(
    counts.map(({ scope }) => scope).filter((scope) => scope.startsWith('programme:'))
  );
  return programmes.size > 1 ? counts : counts.filter(({ scope }) => !programmes.has(scope));
}

const keyOf = ({ measure, scope, period, district }: At) => [measure, scope, period, district].join('|');

function timesOf(counts: Count[]): { periods: Period[]; months: Period[] } {
  const seen = [...new Set(counts.map(({ period }) => period))];
  const newest = (some: Period[]) => some.sort().reverse();
  return {
    periods: ['all', ...newest(seen.filter(isYear)), ...newest(seen.filter(isQuarter))],
    months: seen.filter(isMonth).sort()
  };
}

// Measures that follow from one another are protected together; see masking.ts.
const families: { measures: string[]; divisions: Division[] }[] = [
  {
    measures: ['people', ...['phq-9', 'gad-7'].flatMap((of) => [`${of}:measured`, `${of}:missing`])],
    divisions: ['phq-9', 'gad-7'].flatMap((of) => [
      { whole: 'people', parts: [`${of}:measured`, `${of}:missing`] }
    ])
  },
  {
    measures: ['concerns', 'decided', 'answered', 'late', 'waiting'],
    divisions: [
      { whole: 'concerns', parts: ['decided', 'waiting'] },
      { whole: 'decided', parts: ['answered', 'late'] }
    ]
  },
  { measures: ['owing', 'paid', 'unpaid'], divisions: [{ whole: 'owing', parts: ['paid', 'unpaid'] }] }
];

function releaseByFamily(counts: Count[]): Map<string, Release> {
  const releases = new Map<string, Release>();
  const byMeasure = Map.groupBy(counts, ({ measure }) => measure);
  for (const { measures, divisions } of families) {
    const released = release(
      measures.flatMap((measure) => byMeasure.get(measure) ?? []),
      divisions
    );
    for (const measure of measures) releases.set(measure, released);
  }
  for (const [measure, own] of byMeasure) if (!releases.has(measure)) releases.set(measure, release(own));
  return releases;
}

function concernCounts(counts: Count[]): Count[] {
  const sum = (measure: string, parts: string[]) => {
    const some = Map.groupBy(
      counts.filter((count) => parts.includes(count.measure)),
      (count) => keyOf({ ...count, measure })
    );
    return [...some.values()].map((same) => ({
      ...same[0]!,
      measure,
      units: same.reduce((total, { units }) => total + units, 0),
      people: same.reduce((total, { people }) => total + people, 0)
    }));
  };
  return [...sum('concerns', ['answered', 'late', 'waiting']), ...sum('decided', ['answered', 'late'])];
}

// Of everybody reached: whose score was taken at least twice, and whose was not. Somebody may be measured in a year
// and in none of its quarters, so these are not sums in time.
function measuredCounts(counts: Count[], changes: ScoreChanges[]): Count[] {
  const reached = counts.filter(
    ({ measure, district, period }) => measure === 'people' && district === 'all' && !isMonth(period)
  );
  return (['phq-9', 'gad-7'] as const).flatMap((instrument) =>
    reached.flatMap((count) => {
      const change = changes.find(
        (one) => one.instrument === instrument && one.scope === count.scope && one.period === count.period
      );
      const measured = change?.measured ?? 0;
      const part = (name: string, units: number) => ({
        ...count,
        measure: `${instrument}:${name}`,
        units,
        people: units,
        loose: true
      });
      return [part('measured', measured), part('missing', count.units - measured)];
    })
  );
}

async function supervision(tx: Tx, accounts: SupervisionAccount[], person: Person): Promise<Count[]> {
  const today = dayIn(person.organisation.timeZone);
  return supervisionCounts(accounts, today, await supervisionPolicyOn(tx, today));
}
