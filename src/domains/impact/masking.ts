/**
 * Small cells. A count of 1 to 10 people could tell somebody who knows the district who they are, so it is masked (CMS cell
 * size suppression policy). A masked count could be won back from the margins — 57 in all, 50 elsewhere — so others are
 * masked with it (complementary suppression; Willenborg & de Waal, Elements of Statistical Disclosure Control, 2001).
 *
 * Everything that is ever published about one measure is protected together: all months, quarters, years, districts,
 * grants and programmes. That is why asking again with another period or grant wins nothing back: no question has an
 * answer outside of this one set, and the set was tried against an attacker who holds all of it.
 */
export const smallCountMax = 10;
/** Of every masked count the published numbers must leave at least so many possible values. */
const candidatesMin = 3;

export type Cell = {
  key: string;
  value: number;
  /** How many people are in it; zero means that it is not about people, and never small. */
  people: number;
  /** Never published, but reckoned by a careful reader who has both: the rest when a part is taken from a whole. */
  implied?: boolean;
  /** How much it would be missed: of two that would do, the lighter is masked. */
  weight?: number;
};

/** A sum that holds: the whole is the sum of its parts. Keys that name no cell are nothing. */
export type Sum = { whole: string[]; parts: string[] };

/** The keys that must not be published. */
export function maskedOf(cells: Cell[], sums: Sum[]): Set<string> {
  const known = new Map(cells.map((cell) => [cell.key, cell]));
  const equations = sums.map((sum) => equationOf(sum, known)).filter(({ terms }) => terms.length > 0);
  const masked = new Set(cells.filter(isSmall).map(({ key }) => key));
  // What is implied is hidden too, as long as nobody can reckon it; a large rest may be reckoned, a small one may not.
  const harmless = new Set(cells.filter((cell) => cell.implied && !isSmall(cell)).map(({ key }) => key));
  for (const key of harmless) masked.add(key);
  const table = { equations, known, masked, harmless };
  while (repairSingleSums(table) || repairTogether(table)) continue;
  return new Set([...masked].filter((key) => !known.get(key)!.implied));
}

const isSmall = ({ people, value }: Cell) =>
  people > 0 && value > 0 && Math.min(people, value) <= smallCountMax;

type Term = { key: string; sign: 1 | -1 };
/** Whole minus parts is zero. */
type Equation = { terms: Term[] };

function equationOf({ whole, parts }: Sum, known: Map<string, Cell>): Equation {
  const side = (keys: string[], sign: Term['sign']) =>
    keys.filter((key) => known.has(key)).map((key) => ({ key, sign }));
  return { terms: [...side(whole, 1), ...side(parts, -1)] };
}

type Table = { equations: Equation[]; known: Map<string, Cell>; masked: Set<string>; harmless: Set<string> };

/** Every sum that by itself gives something away loses its lightest number. Whether anything was masked. */
function repairSingleSums({ equations, known, masked, harmless }: Table): boolean {
  let repaired = false;
  for (const equation of equations) {
    const unknowns = unknownsOf(equation, known, masked);
    const secrets = unknowns.terms.filter(({ key }) => !harmless.has(key));
    // Two masked counts of three and one are a group of four: what is masked together must come to more than ten.
    if (secrets.length === 0 || !(unknowns.terms.length === 1 || isSmallTogether(unknowns))) continue;
    const complement = lightestOf(equation.terms, known, masked);
    if (complement === undefined) continue;
    masked.add(complement);
    repaired = true;
  }
  return repaired;
}

/** The same for what follows only from several sums, or nearly follows. It is much work, so it comes last. */
function repairTogether({ equations, known, masked, harmless }: Table): boolean {
  const unknowns = equations
    .map((equation) => unknownsOf(equation, known, masked))
    .filter(({ terms }) => terms.length > 0);
  const ranges = rangesOf([...unknowns, ...reduce(unknowns)], known);
  const exposed = [...ranges].filter(
    ([key, { low, high }]) => high - low + 1 < candidatesMin && !harmless.has(key)
  );
  const more = exposed.flatMap(([key]) => complementOf(key, equations, known, masked) ?? []);
  for (const key of more) masked.add(key);
  return more.length > 0;
}

const isSmallTogether = ({ terms, rest }: Unknowns): boolean =>
  rest !== 0 && Math.abs(rest) <= smallCountMax && terms.every(({ factor }) => factor > 0 === rest > 0);

/** What is left to find out in a sum: signed unknowns that add up to `rest`. */
type Unknowns = { terms: { key: string; factor: number }[]; rest: number };

function unknownsOf({ terms }: Equation, known: Map<string, Cell>, masked: Set<string>): Unknowns {
  const hidden = terms.filter(({ key }) => masked.has(key));
  const shown = terms.filter(({ key }) => !masked.has(key));
  const rest = -shown.reduce((sum, { key, sign }) => sum + sign * known.get(key)!.value, 0);
  return { terms: hidden.map(({ key, sign }) => ({ key, factor: sign })), rest };
}

/**
 * Gauss–Jordan elimination over all sums at once, so that what follows only from several of them shows too. Rows stay
 * sparse; a factor that is not whole is scaled up.
 */
function reduce(equations: Unknowns[]): Unknowns[] {
  const rows = equations.map(({ terms, rest }) => ({
    factors: new Map(terms.map(({ key, factor }) => [key, factor])),
    rest
  }));
  const done: typeof rows = [];
  for (const row of rows) {
    for (const earlier of done) eliminate(row, earlier);
    if (row.factors.size === 0) continue;
    for (const earlier of done) eliminate(earlier, row);
    done.push(row);
  }
  return done.map(({ factors, rest }) => ({
    terms: [...factors].map(([key, factor]) => ({ key, factor })),
    rest
  }));
}

type Row = { factors: Map<string, number>; rest: number };

// Takes the pivot's first unknown out of the row.
function eliminate(row: Row, pivot: Row): void {
  const [key, by] = pivot.factors.entries().next().value!;
  const has = row.factors.get(key);
  if (has === undefined || row === pivot) return;
  for (const [other, factor] of row.factors) row.factors.set(other, factor * by);
  row.rest *= by;
  for (const [other, factor] of pivot.factors) {
    const left = (row.factors.get(other) ?? 0) - has * factor;
    if (left === 0) row.factors.delete(other);
    else row.factors.set(other, left);
  }
  row.rest -= has * pivot.rest;
  shorten(row);
}

function shorten(row: Row): void {
  const divisor = [...row.factors.values()].reduce((a, b) => gcd(a, Math.abs(b)), Math.abs(row.rest));
  if (divisor <= 1) return;
  for (const [key, factor] of row.factors) row.factors.set(key, factor / divisor);
  row.rest /= divisor;
}

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

type Range = { low: number; high: number };
// Each pass narrows what the one before found; a few settle everything that can be settled by neighbours.
const passesMax = 12;

/** Between what and what each unknown must lie: a masked count is at least one, an implied one at least nothing. */
function rangesOf(equations: Unknowns[], known: Map<string, Cell>): Map<string, Range> {
  const ranges = new Map<string, Range>();
  for (const { terms } of equations)
    for (const { key } of terms) ranges.set(key, { low: known.get(key)!.implied ? 0 : 1, high: Infinity });
  for (let pass = 0; pass < passesMax; pass++) {
    let narrowed = false;
    for (const equation of equations) narrowed = narrow(equation, ranges) || narrowed;
    if (!narrowed) break;
  }
  return ranges;
}

function narrow({ terms, rest }: Unknowns, ranges: Map<string, Range>): boolean {
  let narrowed = false;
  for (const { key, factor } of terms) {
    // The others' least and most; what is left is between rest − most and rest − least.
    let least = 0;
    let most = 0;
    for (const other of terms) {
      if (other.key === key) continue;
      const { low, high } = ranges.get(other.key)!;
      least += other.factor > 0 ? other.factor * low : other.factor * high;
      most += other.factor > 0 ? other.factor * high : other.factor * low;
    }
    const [a, b] = [(rest - most) / factor, (rest - least) / factor].sort((x, y) => x - y) as [
      number,
      number
    ];
    const range = ranges.get(key)!;
    const low = Math.max(range.low, Math.ceil(a - 1e-9));
    const high = Math.min(range.high, Math.floor(b + 1e-9));
    if (low > range.low || high < range.high) {
      ranges.set(key, { low, high });
      narrowed = true;
    }
  }
  return narrowed;
}

/** The lightest number published beside an exposed one, or else beside its neighbours, and so on. */
function complementOf(
  key: string,
  equations: Equation[],
  known: Map<string, Cell>,
  masked: Set<string>
): string | undefined {
  let near = new Set([key]);
  for (;;) {
    const around = equations
      .filter(({ terms }) => terms.some((term) => near.has(term.key)))
      .flatMap(({ terms }) => terms);
    const complement = lightestOf(around, known, masked);
    const wider = new Set([...near, ...around.map((term) => term.key)]);
    if (complement !== undefined || wider.size === near.size) return complement;
    near = wider;
  }
}

function lightestOf(terms: Term[], known: Map<string, Cell>, masked: Set<string>): string | undefined {
  const published = terms
    .map(({ key }) => known.get(key)!)
    .filter(({ key, implied }) => !implied && !masked.has(key));
  return published.sort(byLoss)[0]?.key;
}

// A zero tells nothing by being hidden, except where there is nothing else.
function byLoss(a: Cell, b: Cell): number {
  const zero = Number(a.value === 0) - Number(b.value === 0);
  return zero || (a.weight ?? 0) - (b.weight ?? 0) || a.value - b.value || (a.key < b.key ? -1 : 1);
}

/** The nearest multiple of five, for what leaves the organisation (NHS Hospital Episode Statistics' rule). */
export function roundedToFive(value: number): number {
  return 5 * Math.round(value / 5);
}
