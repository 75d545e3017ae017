/** What learners' work in packages comes to. */
import { sql } from 'kysely';
import type { Day } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { packageAttempts } from './package-attempt.server.ts';
import {
  isDone,
  shareOfPackage,
  standingOfItem,
  standingOfPackage,
  standingOfWhole,
  type Completion,
  type PackageItem,
  type PackageStanding,
  type Success
} from './package.ts';

export type PackageCompletion = {
  person: string;
  course: string;
  package: string;
  title: string;
  standing: PackageStanding;
  done: boolean;
  /** 0 to 1; see `shareOfPackage`. */
  share: number | null;
  /** The day on which it came to this. */
  on: Day;
  items: {
    identifier: string;
    title: string;
    standing: PackageStanding;
    scaled: number | null;
    seconds: number;
  }[];
};

/**
 * Where these people stand with every package of every course, as far as the speaker may see it: done when each of its items
 * was completed or passed. Nobody is listed for a package they never opened.
 */
export async function packageCompletionsOf(tx: Tx, people: string[]): Promise<PackageCompletion[]> {
  if (people.length === 0) return [];
  const rows = await packageAttempts(tx)
    .innerJoin('organisations', 'organisations.id', 'attempt.organisation_id')
    .leftJoin('package_orders as whole', (join) =>
      join
        .onRef('whole.organisation_id', '=', 'attempt.organisation_id')
        .onRef('whole.package_id', '=', 'attempt.package_id')
        .onRef('whole.person_id', '=', 'attempt.person_id')
    )
    .where('attempt.person_id', 'in', people)
    .select([
      'attempt.person_id as person',
      'attempt.item',
      'package.id as package',
      'package.course_id as course',
      'package.title',
      sql<PackageItem[]>`package.items`.as('items'),
      sql<Completion>`coalesce(progress.completion, 'unknown')`.as('completion'),
      sql<Success>`coalesce(progress.success, 'unknown')`.as('success'),
      'progress.scaled',
      'progress.seconds',
      sql<Day>`(coalesce(progress.reached_at, progress.saved_at, attempt.begun_at) at time zone organisations.time_zone)::date`.as(
        'on'
      ),
      sql<Completion | null>`whole.completion`.as('wholeCompletion'),
      sql<Success | null>`whole.success`.as('wholeSuccess'),
      sql<number | null>`whole.scaled::float8`.as('wholeScaled'),
      sql<Day | null>`(whole.reached_at at time zone organisations.time_zone)::date`.as('wholeOn')
    ])
    .orderBy('attempt.number')
    .execute();
  const each = Map.groupBy(rows, (row) => `${row.person} ${row.package}`);
  return [...each.values()].map((attempts) => {
    const { person, course, title, ...of } = attempts[0]!;
    const items = of.items.map(({ identifier, title }) => {
      const own = attempts.filter(({ item }) => item === identifier);
      const scores = own.flatMap(({ scaled }) => (scaled === null ? [] : [Number(scaled)]));
      return {
        identifier,
        title,
        standing: standingOfItem(own),
        on: own.find((one) => standingOfItem([one]) === standingOfItem(own))?.on,
        scaled: scores.length > 0 ? Math.max(...scores) : null,
        seconds: own.reduce((sum, { seconds }) => sum + (seconds ?? 0), 0)
      };
    });
    const { wholeCompletion: completion, wholeSuccess: success, wholeScaled, wholeOn } = of;
    // Where a package keeps an order, its own rules say what it comes to: some of it may never have to be opened.
    if (completion !== null && success !== null && wholeOn !== null) {
      const standing = standingOfWhole({ completion, success });
      return {
        ...{ person, course, package: of.package, title, standing, items },
        ...{ done: isDone(standing), on: wholeOn },
        share: isDone(standing) || standing === 'failed' ? (wholeScaled ?? shareOfPackage(items)) : null
      };
    }
    const standing = standingOfPackage(items.map((item) => item.standing));
    return {
      ...{ person, course, package: of.package, title, standing, items },
      done: isDone(standing),
      share: shareOfPackage(items),
      // The first attempt at each item that came to as much as the best; the last of them made the package whole.
      on: items
        .flatMap(({ on }) => on ?? [])
        .toSorted()
        .at(-1)!
    };
  });
}
