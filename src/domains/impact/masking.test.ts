import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskedOf, roundedToFive, smallCountMax, type Cell, type Sum } from './masking.ts';
import { longer, quarterOf } from './period.ts';
import { release, tableOf, type Count } from './release.ts';

const cell = (key: string, value: number): Cell => ({ key, value, people: value });

describe('a small count', () => {
  test('of one to ten people is masked; none and eleven are not', () => {
    const cells = [0, 1, 10, 11].map((value) => cell(String(value), value));
    expect(maskedOf(cells, [])).toEqual(new Set(['1', '10']));
  });

  test('is not given away by its margin: the next smallest is masked with it', () => {
    const cells = [cell('all', 57), cell('a', 4), cell('b', 20), cell('c', 33)];
    expect(maskedOf(cells, [{ whole: ['all'], parts: ['a', 'b', 'c'] }])).toEqual(new Set(['a', 'b']));
  });

  test('of many sessions with few people is masked too', () => {
    expect(maskedOf([{ key: 'sessions', value: 80, people: 2 }], [])).toEqual(new Set(['sessions']));
  });

  test('that follows from several sums at once is found: rows and columns together', () => {
    // Only the two rows less the two full columns give a3 away.
    const cells = [...'123'].flatMap((n) => [
      cell(`a${n}`, n === '3' ? 5 : 20),
      cell(`b${n}`, 20),
      cell(`c${n}`, 5)
    ]);
    const { sums, totals } = crossed(['a', 'b', 'c'], ['1', '2', '3'], cells);
    const all = [...cells, ...totals];
    const masked = maskedOf(all, sums);
    for (const key of masked) expect(solutionsFor(key, all, sums, masked), key).toBeGreaterThan(1);
  });
});

describe('somebody who holds everything published', () => {
  test('recovers no masked count from rows, columns and totals', () => {
    const tables = fc.array(fc.array(fc.oneof(fc.nat(12), fc.nat(40)), { minLength: 3, maxLength: 3 }), {
      minLength: 3,
      maxLength: 3
    });
    fc.assert(
      fc.property(tables, (values) => {
        const [rows, columns] = [
          ['a', 'b', 'c'],
          ['1', '2', '3']
        ];
        const cells = rows!.flatMap((row, y) =>
          columns!.map((column, x) => cell(row + column, values[y]![x]!))
        );
        const { sums, totals } = crossed(rows!, columns!, cells);
        const all = [...cells, ...totals];
        const masked = maskedOf(all, sums);
        const recovered = [...masked].filter((key) => solutionsFor(key, all, sums, masked) < 2);
        expect(recovered).toEqual([]);
        expect(
          all.filter(({ key, value }) => value > 0 && value <= smallCountMax && !masked.has(key))
        ).toEqual([]);
      }),
      { numRuns: 150 }
    );
  });

  test('learns of no small group by asking again for another period, district or grant', () => {
    fc.assert(
      fc.property(fc.array(visits(), { minLength: 5, maxLength: 60 }), (facts) => {
        const counts = countsOf(facts.flat());
        const { units } = release(counts);
        const shown = counts.filter((count) => units(count) !== 'masked');
        for (const whole of shown) {
          for (const part of shown) {
            if (!isWithin(part, whole)) continue;
            const rest = whole.units - part.units;
            expect(
              rest === 0 || rest > smallCountMax,
              `${JSON.stringify(whole)} less ${JSON.stringify(part)}`
            ).toBe(true);
          }
        }
      }),
      { numRuns: 60 }
    );
  });

  test('recovers nothing from all periods, districts and grants taken together', () => {
    fc.assert(
      fc.property(fc.array(visits(), { minLength: 5, maxLength: 80 }), (facts) => {
        const counts = countsOf(facts.flat());
        const { cells, sums } = tableOf(counts);
        const masked = maskedOf(cells, sums);
        expect(determined(cells, sums, masked)).toEqual([]);
      }),
      { numRuns: 60 }
    );
  });
});

test('what leaves the organisation is rounded to five', () => {
  expect([12, 13, 57, 0].map(roundedToFive)).toEqual([10, 15, 55, 0]);
});

test('everything masked is nothing shown, and masking the same counts again masks the same', () => {
  const counts = countsOf([{ person: 1, day: '2026-02-03', district: 'd1', grant: null }]);
  const { units } = release(counts);
  expect(counts.map(units)).toEqual(counts.map(() => 'masked'));
});

// ---- a small world: people seen on some days, each living in one district, some on a grant ----

type Fact = { person: number; day: string; district: string; grant: string | null };

function visits(): fc.Arbitrary<Fact[]> {
  const person = fc.record({
    person: fc.nat(1_000_000),
    district: fc.constantFrom('d1', 'd1', 'd2', 'd3'),
    grant: fc.constantFrom(null, 'grant:g', 'grant:g', 'grant:h'),
    months: fc.array(fc.constantFrom('2025-11', '2026-01', '2026-02', '2026-04'), {
      minLength: 1,
      maxLength: 3
    }),
    times: fc.integer({ min: 1, max: 6 })
  });
  // Alike people come in groups, so that some cells are large.
  return person.map(({ person: first, district, grant, months, times }) =>
    Array.from({ length: times }, (_, index) =>
      months.map((month) => ({ person: first * 10 + index, day: `${month}-05`, district, grant }))
    ).flat()
  );
}

function countsOf(facts: Fact[]): Count[] {
  const people = new Map<string, { at: Omit<Count, 'units' | 'people' | 'amount'>; who: Set<number> }>();
  for (const { person, day, district, grant } of facts) {
    for (const scope of ['all', ...(grant ? [grant] : [])]) {
      const times = [day.slice(0, 7), quarterOf(day), day.slice(0, 4), 'all'].map((period) => ({
        period,
        district: 'all'
      }));
      const places = [day.slice(0, 4), 'all'].map((period) => ({ period, district }));
      for (const { period, district: place } of [...times, ...places]) {
        const at = { measure: 'people', scope, period, district: place };
        const key = JSON.stringify(at);
        if (!people.has(key)) people.set(key, { at, who: new Set() });
        people.get(key)!.who.add(person);
      }
    }
  }
  return [...people.values()].map(({ at, who }) => ({ ...at, units: who.size, people: who.size, amount: 0 }));
}

// One step inside: what a single other question differs by.
function isWithin(part: Count, whole: Count): boolean {
  const inPeriod = part.period === whole.period;
  const inDistrict = part.district === whole.district;
  const inScope = part.scope === whole.scope;
  return (
    (longer(part.period) === whole.period && inDistrict && inScope) ||
    (inPeriod && part.district !== 'all' && whole.district === 'all' && inScope) ||
    (inPeriod && inDistrict && part.scope !== 'all' && whole.scope === 'all')
  );
}

// ---- the attacker, written apart from the defence ----

function crossed(rows: string[], columns: string[], cells: Cell[]): { sums: Sum[]; totals: Cell[] } {
  const value = (keys: string[]) =>
    keys.reduce((sum, key) => sum + cells.find((one) => one.key === key)!.value, 0);
  const row = rows.map((r) => ({ whole: [`${r}*`], parts: columns.map((c) => r + c) }));
  const column = columns.map((c) => ({ whole: [`*${c}`], parts: rows.map((r) => r + c) }));
  const totals = [...row, ...column].map(({ whole, parts }) => cell(whole[0]!, value(parts)));
  const sum = totals.slice(0, rows.length).reduce((all, one) => all + one.value, 0);
  return {
    sums: [
      ...row,
      ...column,
      { whole: ['**'], parts: rows.map((r) => `${r}*`) },
      { whole: ['**'], parts: columns.map((c) => `*${c}`) }
    ],
    totals: [...totals, cell('**', sum)]
  };
}

/** How many values (counted up to two) the key can have, found by trying whole numbers. */
function solutionsFor(key: string, cells: Cell[], sums: Sum[], masked: Set<string>): number {
  const values = new Map(cells.map((one) => [one.key, one.value]));
  const truth = values.get(key)!;
  const cap = Math.max(...values.values()) + 3;
  const candidates = Array.from({ length: cap }, (_, index) => index + 1).sort(
    (a, b) => Math.abs(a - truth) - Math.abs(b - truth)
  );
  let found = 0;
  for (const value of candidates) {
    if (fits(new Map([[key, value]]), [...masked], values, sums, masked, cap, { steps: 0 })) found++;
    if (found === 2) return 2;
  }
  return found;
}

function fits(
  tried: Map<string, number>,
  keys: string[],
  values: Map<string, number>,
  sums: Sum[],
  masked: Set<string>,
  cap: number,
  budget: { steps: number }
): boolean {
  if (budget.steps++ > 20_000) return false;
  const set = new Map(tried);
  // What follows follows: a sum with one number missing says it.
  for (let changed = true; changed;) {
    changed = false;
    for (const { whole, parts } of sums) {
      const terms = [...whole.map((key) => ({ key, sign: 1 })), ...parts.map((key) => ({ key, sign: -1 }))];
      const open = terms.filter(({ key }) => masked.has(key) && !set.has(key));
      const rest = terms
        .filter((term) => !open.includes(term))
        .reduce((sum, { key, sign }) => sum + sign * (set.get(key) ?? values.get(key)!), 0);
      if (open.length === 0 && rest !== 0) return false;
      if (open.length !== 1) continue;
      const value = -rest * open[0]!.sign;
      if (value < 1) return false;
      set.set(open[0]!.key, value);
      changed = true;
    }
  }
  const next = keys.find((key) => !set.has(key));
  if (!next) return true;
  const near = values.get(next)!;
  const order = Array.from({ length: cap }, (_, index) => index + 1).sort(
    (a, b) => Math.abs(a - near) - Math.abs(b - near)
  );
  return order
    .slice(0, 6)
    .some((value) => fits(new Map(set).set(next, value), keys, values, sums, masked, cap, budget));
}

/** Masked keys that linear algebra alone settles: in a reduced system they stand alone in a row. */
function determined(cells: Cell[], sums: Sum[], masked: Set<string>): string[] {
  const known = new Map(cells.map((one) => [one.key, one]));
  const isHidden = (key: string) => masked.has(key) || known.get(key)!.implied;
  const isSecret = (key: string) =>
    masked.has(key) || (known.get(key)!.value > 0 && known.get(key)!.value <= smallCountMax);
  const hidden = cells.map(({ key }) => key).filter(isHidden);
  const rows = sums.map(({ whole, parts }) =>
    hidden.map((key) => (whole.includes(key) ? 1 : 0) - (parts.includes(key) ? 1 : 0))
  );
  let rank = 0;
  for (let column = 0; column < hidden.length && rank < rows.length; column++) {
    const pivot = rows.findIndex((row, index) => index >= rank && Math.abs(row[column]!) > 1e-9);
    if (pivot < 0) continue;
    [rows[rank], rows[pivot]] = [rows[pivot]!, rows[rank]!];
    const by = rows[rank]![column]!;
    rows[rank] = rows[rank]!.map((factor) => factor / by);
    for (let other = 0; other < rows.length; other++) {
      const has = rows[other]![column]!;
      if (other !== rank && Math.abs(has) > 1e-9)
        rows[other] = rows[other]!.map((factor, index) => factor - has * rows[rank]![index]!);
    }
    rank++;
  }
  return rows.flatMap((row) => {
    const alone = row.flatMap((factor, index) => (Math.abs(factor) > 1e-9 ? [index] : []));
    return alone.length === 1 && isSecret(hidden[alone[0]!]!) ? [hidden[alone[0]!]!] : [];
  });
}
