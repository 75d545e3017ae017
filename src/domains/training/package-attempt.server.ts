/** A learner in a package: opening it, what its script says meanwhile, and what that comes to. */
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Person } from '#platform/access/index.ts';
import { now, type Day } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { record } from '#platform/events/index.server.ts';
import { newId } from '#platform/ids.ts';
import { coursesVisibleTo } from './course.server.ts';
import {
  isDone,
  judged,
  outcomeIn,
  shareOfPackage,
  standingOfItem,
  standingOfPackage,
  staysReached,
  type Completion,
  type PackageEdition,
  type PackageItem,
  type PackageStanding,
  type ReportRefusal,
  type Reported,
  type Success,
  type VisitRefusal
} from './package.ts';
import { packagesOf } from './package.server.ts';

declare module '#platform/events/index.server.ts' {
  interface DomainEvents {
    'training.package-completed': { attempt: string; person: string };
  }
}

// As long as somebody sits before one lesson in one go; then its address opens nothing more.
const visitMilliseconds = 4 * 3600 * 1000;

/**
 * Opens an item: a new visit to the attempt that is under way, or to a new attempt when the last one was brought to an end.
 * The same id again is the same visit.
 */
export async function openItem(
  tx: Tx,
  { id, course, item, ...asked }: { id: string; course: string; package: string; item: string },
  person: Person
): Promise<VisitRefusal | null> {
  const taken = await coursesVisibleTo(tx, person)
    .where('courses.id', '=', course)
    .where('mine.begun_at', 'is not', null)
    .executeTakeFirst();
  if (!taken) return 'not-enrolled';
  const found = (await packagesOf(tx, course)).find((one) => one.id === asked.package);
  if (!found?.items.some(({ identifier }) => identifier === item)) return 'no-such-item';
  await lock(tx, `${person.id}/${found.id}/${item}`);
  const attempt = await attemptToGoOn(tx, { package: found.id, item }, found.edition, person);
  await tx
    .insertInto('package_visits')
    .values({
      organisation_id: person.organisation.id,
      id,
      attempt_id: attempt.id,
      person_id: person.id,
      code: randomBytes(32).toString('base64url'),
      opened_at: now(),
      closes_at: new Date(now().getTime() + visitMilliseconds),
      seconds_before: attempt.seconds
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return null;
}

async function attemptToGoOn(
  tx: Tx,
  { item, ...asked }: { package: string; item: string },
  edition: PackageEdition,
  person: Person
): Promise<{ id: string; seconds: number }> {
  const last = await packageAttempts(tx)
    .where('attempt.package_id', '=', asked.package)
    .where('attempt.item', '=', item)
    .where('attempt.person_id', '=', person.id)
    .select(['attempt.id', 'attempt.number', 'progress.seconds', sql<Cmi | null>`progress.cmi`.as('cmi')])
    .orderBy('attempt.number', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (last && !isOver(edition, last.cmi)) return { id: last.id, seconds: last.seconds ?? 0 };
  const id = newId();
  await tx
    .insertInto('package_attempts')
    .values({
      organisation_id: person.organisation.id,
      id,
      package_id: asked.package,
      item,
      person_id: person.id,
      number: (last?.number ?? 0) + 1,
      begun_at: now()
    })
    .execute();
  return { id, seconds: 0 };
}

/** Attempts, each with its package and what was last said in it. */
export function packageAttempts(tx: Tx) {
  return tx
    .selectFrom('package_attempts as attempt')
    .innerJoin('course_packages as package', (join) =>
      join
        .onRef('package.organisation_id', '=', 'attempt.organisation_id')
        .onRef('package.id', '=', 'attempt.package_id')
    )
    .leftJoin('package_progress as progress', (join) =>
      join
        .onRef('progress.organisation_id', '=', 'attempt.organisation_id')
        .onRef('progress.attempt_id', '=', 'attempt.id')
    );
}

type Cmi = Record<string, unknown>;

// Gone through, and the script did not ask to come back to it.
function isOver(edition: PackageEdition, cmi: Cmi | null): boolean {
  if (!cmi) return false;
  const { completion, suspended } = outcomeIn(edition, cmi);
  return completion === 'completed' && !suspended;
}

/** Somebody's own visit, with what its script has to know; null when it is another's or none. */
export async function visitOf(tx: Tx, id: string, person: Person) {
  const visit = await packageAttempts(tx)
    .innerJoin('package_visits as visit', (join) =>
      join
        .onRef('visit.organisation_id', '=', 'attempt.organisation_id')
        .onRef('visit.attempt_id', '=', 'attempt.id')
    )
    .where('visit.id', '=', id)
    .where('visit.person_id', '=', person.id)
    .select([
      'visit.id',
      'visit.code',
      'visit.closes_at as closesAt',
      'visit.attempt_id as attempt',
      'attempt.item',
      'package.id as package',
      'package.course_id as course',
      'package.title',
      sql<PackageEdition>`package.edition`.as('edition'),
      sql<PackageItem[]>`package.items`.as('items'),
      'visit.seconds_before as secondsBefore',
      'progress.seconds',
      sql<number | null>`progress.sequence`.as('sequence'),
      sql<Cmi | null>`progress.cmi`.as('cmi')
    ])
    .executeTakeFirst();
  return visit ?? null;
}

// All that the standards let a script keep, and as much again.
const cmiCharactersMax = 300_000;

/** Keeps what a package's script says. What was said before is passed over, so that a repeat or a late word changes nothing. */
export async function saveReport(
  tx: Tx,
  { visit: id, cmi, sequence }: Reported & { visit: string },
  person: Person
): Promise<ReportRefusal | null> {
  const visit = await visitOf(tx, id, person);
  if (!visit || visit.closesAt <= now()) return 'closed';
  const text = JSON.stringify(cmi);
  // The database's texts have no such letter.
  if (text.length > cmiCharactersMax || text.includes('\\u0000')) return 'too-much';
  await lock(tx, visit.attempt);
  const newest = await tx
    .selectFrom('package_visits')
    .where('attempt_id', '=', visit.attempt)
    .where('person_id', '=', person.id)
    .select('id')
    .orderBy('opened_at', 'desc')
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow();
  if (newest.id !== id) return 'opened-elsewhere';
  const before = await progressIn(tx, visit.attempt);
  if (before && before.sequence >= sequence) return null;
  const item = visit.items.find(({ identifier }) => identifier === visit.item)!;
  const outcome = judged(outcomeIn(visit.edition, cmi), visit.edition, item);
  const { completion, success, scaled, seconds } = outcome;
  const at = now();
  const reached = { completion, success, scaled: scaled === null ? null : String(scaled), reached_at: at };
  const said = { visit_id: id, sequence, cmi: text, seconds: visit.secondsBefore + seconds, saved_at: at };
  const stays = before !== undefined && staysReached(before, outcome);
  await tx
    .insertInto('package_progress')
    .values({
      organisation_id: person.organisation.id,
      attempt_id: visit.attempt,
      person_id: person.id,
      ...reached,
      ...said
    })
    .onConflict((conflict) =>
      conflict.columns(['organisation_id', 'attempt_id']).doUpdateSet(stays ? said : { ...said, ...reached })
    )
    .execute();
  const changed = !stays && (before?.completion !== completion || before.success !== success);
  if (changed && completion === 'completed')
    await record(tx, 'training.package-completed', { attempt: visit.attempt, person: person.id });
  return null;
}

function progressIn(tx: Tx, attempt: string) {
  return tx
    .selectFrom('package_progress')
    .where('attempt_id', '=', attempt)
    .select([
      sql<Completion>`completion`.as('completion'),
      sql<Success>`success`.as('success'),
      sql<number | null>`scaled::float8`.as('scaled'),
      sql<number>`sequence`.as('sequence')
    ])
    .executeTakeFirst();
}

const lock = (tx: Tx, what: string) =>
  tx.selectNoFrom(sql`pg_advisory_xact_lock(hashtextextended(${what}, 0))`.as('lock')).execute();

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
      )
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
