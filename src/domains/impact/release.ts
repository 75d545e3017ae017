/** Everything that is published about some counts, protected together: see masking.ts for why it is all or nothing. */
import { maskedOf, type Cell, type Sum } from './masking.ts';
import { hasDistricts, isMonth, isQuarter, isYear, longer } from './period.ts';

/** One number as the database counted it. `district` is an id, `unknown`, or `all`. */
export type Count = {
  measure: string;
  scope: string;
  period: string;
  district: string;
  units: number;
  /** How many people are in it; zero where it is not about people. */
  people: number;
  amount: number;
  /** Not a sum in time or over grants: somebody may count in a year and in none of its quarters. */
  loose?: boolean;
};
export type At = Pick<Count, 'measure' | 'scope' | 'period' | 'district'>;
/** One measure that is the sum of others at every scope and time, such as all concerns: answered, late and waiting. */
export type Division = { whole: string; parts: string[] };

export type Shown = number | 'masked';

export type Release = {
  /** How many; zero where nothing happened. */
  units: (at: At) => Shown;
  /** What they add up to, such as minutes. */
  amount: (at: At) => Shown;
  masked: (at: At) => boolean;
};

const keyOf = ({ measure, scope, period, district }: At) => [measure, scope, period, district].join('|');

/** Decides once what of these counts is shown. */
export function release(counts: Count[], divisions: Division[] = []): Release {
  const known = new Map(counts.map((count) => [keyOf(count), count]));
  const { cells, sums } = tableOf(counts, divisions);
  const hidden = maskedOf(cells, sums);
  const masked = (at: At) => hidden.has(keyOf(at));
  return {
    masked,
    units: (at) => (masked(at) ? 'masked' : (known.get(keyOf(at))?.units ?? 0)),
    amount: (at) => (masked(at) ? 'masked' : (known.get(keyOf(at))?.amount ?? 0))
  };
}

/** The counts as cells, and every way in which one follows from others. */
export function tableOf(counts: Count[], divisions: Division[] = []): { cells: Cell[]; sums: Sum[] } {
  const cells = new Map<string, Cell>(
    counts.map((count) => [
      keyOf(count),
      { key: keyOf(count), value: count.units, people: count.people, weight: weightOf(count) }
    ])
  );
  const sums: Sum[] = [];
  const tight = counts.filter(({ loose }) => !loose);
  for (const { whole, parts } of [
    ...inTime(tight),
    ...inPlace(tight),
    ...inScope(tight),
    ...divided(counts, divisions)
  ])
    addSum(cells, sums, whole, parts);
  return { cells: [...cells.values()], sums };
}

// A whole says more than its parts, everything more than a grant, and who came more than who answered a questionnaire.
function weightOf({ scope, period, district, loose }: Count): number {
  const time = isMonth(period) ? 0 : isQuarter(period) ? 2 : isYear(period) ? 3 : 4;
  return (district === 'all' ? time : 1) + (scope === 'all' ? 3 : 0) - (loose ? 8 : 0);
}

type Parts = { whole: string; parts: string[] };

/**
 * The whole and its parts, and what else can be reckoned from them. Somebody may come in two months, so the parts may be more
 * than the whole: how many more is known too, and so is the whole without any one part.
 */
function addSum(cells: Map<string, Cell>, sums: Sum[], whole: string, parts: string[]): void {
  const total = cells.get(whole);
  const some = [...new Set(parts)].filter((part) => cells.has(part));
  if (!total || some.length === 0) return;
  const more = some.reduce((sum, part) => sum + cells.get(part)!.value, 0) - total.value;
  const imply = (name: string, value: number) => {
    cells.set(name, { key: name, value, people: total.people > 0 ? value : 0, implied: true });
    return name;
  };
  if (more === 0) {
    sums.push({ whole: [whole], parts: some });
    return;
  }
  const difference = imply(`${whole} ~ ${some[0]}`, Math.abs(more));
  sums.push(
    more > 0 ? { whole: [whole, difference], parts: some } : { whole: [whole], parts: [...some, difference] }
  );
  if (some.length === 1) return;
  for (const part of some) {
    sums.push({
      whole: [whole],
      parts: [part, imply(`${whole} - ${part}`, total.value - cells.get(part)!.value)]
    });
  }
}

function inTime(counts: Count[]): Parts[] {
  const below = counts.filter(({ period }) => longer(period) !== null);
  const groups = Map.groupBy(below, (count) => {
    // A district is counted by the year, so above a year stands all time.
    return keyOf({ ...count, period: longer(count.period)! });
  });
  return asParts(groups);
}

function inPlace(counts: Count[]): Parts[] {
  const placed = counts.filter(({ district, period }) => district !== 'all' && hasDistricts(period));
  return asParts(Map.groupBy(placed, (count) => keyOf({ ...count, district: 'all' })));
}

// Grants stand beside one another, and programmes too; a grant and a programme are never asked for together.
function inScope(counts: Count[]): Parts[] {
  const kinds = Map.groupBy(
    counts.filter(({ scope }) => scope !== 'all'),
    ({ scope }) => scope.split(':')[0]
  );
  return [...kinds.values()].flatMap((some) =>
    asParts(Map.groupBy(some, (count) => keyOf({ ...count, scope: 'all' })))
  );
}

function divided(counts: Count[], divisions: Division[]): Parts[] {
  return divisions.flatMap(({ whole, parts }) =>
    counts
      .filter(({ measure }) => measure === whole)
      .map((count) => ({ whole: keyOf(count), parts: parts.map((measure) => keyOf({ ...count, measure })) }))
  );
}

const asParts = (groups: Map<string, Count[]>): Parts[] =>
  [...groups].map(([whole, parts]) => ({ whole, parts: parts.map(keyOf) }));
