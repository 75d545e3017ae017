/** A learner in a package: opening it, and what its script says meanwhile. */
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Person } from '#platform/access/index.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { record } from '#platform/events/index.server.ts';
import { newId } from '#platform/ids.ts';
import { coursesVisibleTo } from './course.server.ts';
import { lock, packageAttempts, type Cmi } from './package-attempt.server.ts';
import type { SentPlay } from './offline-packages.ts';
import { keepWhole, stepTo, waysOpenTo } from './package-place.server.ts';
import {
  isOver,
  judged,
  outcomeIn,
  staysReached,
  type Activity,
  type Completion,
  type PackageEdition,
  type PackageItem,
  type PackageStep,
  type ReportRefusal,
  type Reported,
  type Success,
  type VisitRefusal
} from './package.ts';
import { packagesOf, type CoursePackage } from './package.server.ts';

declare module '#platform/events/index.server.ts' {
  interface DomainEvents {
    'training.package-completed': { attempt: string; person: string };
  }
}

// As long as somebody sits before one lesson in one go; then its address opens nothing more.
const visitMilliseconds = 4 * 3600 * 1000;

/**
 * Opens an item: a new visit to the attempt that is under way, or to a new attempt when the last one was brought to an end.
 * Without an item, what comes next by the package's own order. The same id again is the same visit.
 */
export async function openItem(
  tx: Tx,
  asked: { id: string; course: string; package: string; item?: string | undefined },
  person: Person
): Promise<VisitRefusal | null> {
  const { id, course } = asked;
  if (!(await hasTaken(tx, course, person))) return 'not-enrolled';
  const found = (await packagesOf(tx, course)).find((one) => one.id === asked.package);
  if (!found) return 'no-such-item';
  const known = (item: string | null | undefined) =>
    found.items.some(({ identifier }) => identifier === item);
  if (asked.item === undefined ? !found.sequencing : !known(asked.item)) return 'no-such-item';
  if (await visitOf(tx, id, person)) return null;
  const item = await itemToOpen(tx, found, asked.item, person);
  if (item === null || !known(item)) return 'not-yet';
  await openVisit(tx, { id, item, pack: found }, person);
  return null;
}

/** What the package's own order opens when this is asked for; null when it does not let them there, or nothing follows. */
async function itemToOpen(
  tx: Tx,
  { id, sequencing }: CoursePackage,
  item: string | undefined,
  person: Person
): Promise<string | null> {
  if (!sequencing) return item ?? null;
  const step: PackageStep = item === undefined ? { to: 'go-on' } : { to: 'choice', item };
  return (await stepTo(tx, { id, sequencing }, step, person))?.opens ?? null;
}

/** `base`, where a device says it, is the word it went on from: was another heard since, this is an attempt of its own. */
async function openVisit(
  tx: Tx,
  { id, item, pack, base }: { id: string; item: string; pack: CoursePackage; base?: number | null },
  person: Person
): Promise<void> {
  await lock(tx, `${person.id}/${pack.id}/${item}`);
  const attempt = await attemptToGoOn(tx, { package: pack.id, item, base }, pack.edition, person);
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
}

/** Takes in what a device heard of a package's script without a signal. The same id again changes nothing. */
export async function receivePlay(
  tx: Tx,
  { id, course, item, base, sequence, cmi, package: asked }: SentPlay & { id: string },
  person: Person
): Promise<VisitRefusal | ReportRefusal | null> {
  if (await visitOf(tx, id, person)) return null;
  if (!(await hasTaken(tx, course, person))) return 'not-enrolled';
  const pack = (await packagesOf(tx, course)).find((one) => one.id === asked);
  if (!pack?.items.some(({ identifier }) => identifier === item) || pack.sequencing) return 'no-such-item';
  await openVisit(tx, { id, item, pack, base }, person);
  return saveReport(tx, { visit: id, cmi, sequence }, person);
}

async function hasTaken(tx: Tx, course: string, person: Person): Promise<boolean> {
  const taken = await coursesVisibleTo(tx, person)
    .where('courses.id', '=', course)
    .where('mine.begun_at', 'is not', null)
    .executeTakeFirst();
  return taken !== undefined;
}

/**
 * Leaves the visit's item, and goes where its script or the learner asked. Answers with a new visit, of the id given, where the
 * package's order opens something there; null where the learner is back at the list.
 */
export async function leaveItem(
  tx: Tx,
  { id, visit: left, step }: { id: string; visit: string; step: PackageStep },
  person: Person
): Promise<{ opened: boolean; refusal: VisitRefusal | null }> {
  const visit = await visitOf(tx, left, person);
  const pack = visit && (await packagesOf(tx, visit.course)).find((one) => one.id === visit.package);
  if (!visit || !pack?.sequencing) return { opened: false, refusal: null };
  if (await visitOf(tx, id, person)) return { opened: true, refusal: null };
  if (step.item !== undefined && !pack.items.some(({ identifier }) => identifier === step.item))
    return { opened: false, refusal: 'no-such-item' };
  const taken = await stepTo(tx, { id: pack.id, sequencing: pack.sequencing }, step, person);
  if (!taken) return { opened: false, refusal: 'not-yet' };
  if (taken.opens === null || step.to === 'leave') return { opened: false, refusal: null };
  await openVisit(tx, { id, item: taken.opens, pack }, person);
  return { opened: true, refusal: null };
}

async function attemptToGoOn(
  tx: Tx,
  { item, base, ...asked }: { package: string; item: string; base: number | null | undefined },
  edition: PackageEdition,
  person: Person
): Promise<{ id: string; seconds: number }> {
  const last = await packageAttempts(tx)
    .where('attempt.package_id', '=', asked.package)
    .where('attempt.item', '=', item)
    .where('attempt.person_id', '=', person.id)
    .select(['attempt.id', 'attempt.number', 'progress.seconds', sql<Cmi | null>`progress.cmi`.as('cmi')])
    .select(sql<number | null>`progress.sequence`.as('sequence'))
    .orderBy('attempt.number', 'desc')
    .limit(1)
    .executeTakeFirst();
  const goesOn = base === undefined || (last?.sequence ?? null) === base;
  if (last && goesOn && !isOver(edition, last.cmi)) return { id: last.id, seconds: last.seconds ?? 0 };
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
      sql<Activity | null>`package.sequencing`.as('sequencing'),
      'visit.seconds_before as secondsBefore',
      'progress.seconds',
      sql<number | null>`progress.sequence`.as('sequence'),
      sql<Cmi | null>`progress.cmi`.as('cmi')
    ])
    .executeTakeFirst();
  return visit ?? null;
}

/** Whether somebody may go on and back from their visit by the package's order, and its aims as they begin with. */
export const waysOfVisit = async (
  tx: Tx,
  { package: id, sequencing }: { package: string; sequencing: Activity | null },
  person: Person
) => sequencing && waysOpenTo(tx, { id, sequencing }, person);

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
  if (visit.sequencing) await keepWhole(tx, { id: visit.package, sequencing: visit.sequencing }, person);
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
