/** Packages without a signal: what a learner's device takes along, and the bytes it keeps. */
import { Readable } from 'node:stream';
import { sql } from 'kysely';
import type { Person } from '#platform/access/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { fileToSend, type FileToSend } from '#platform/files/index.server.ts';
import { settings } from '#platform/settings/index.server.ts';
import { pseudonymsOf } from './learner-pseudonym.server.ts';
import { packageAttempts, type Cmi } from './package-attempt.server.ts';
import { packageCompletionsOf } from './package-completion.server.ts';
import { isOver, packageStandingNames } from './package.ts';
import { packagesIn, type CoursePackage } from './package.server.ts';
import { listLengthBytes, type KeptPart, type PackageTaken } from './offline-packages.ts';

type Taken = PackageTaken & { course: string; bytes: number };

/** The packages of these courses as a device takes them along, by course. */
export async function packagesToTake(
  tx: Tx,
  courses: string[],
  person: Person
): Promise<Map<string, Taken[]>> {
  const packages = await packagesIn(tx, courses);
  if (packages.length === 0) return new Map();
  const learner = { id: (await pseudonymsOf(tx, [person.id])).get(person.id)!, name: person.name };
  const gone = await packageCompletionsOf(tx, [person.id]);
  const sizes = await sizesOf(tx, packages);
  const lastWords = await lastWordsIn(tx, packages, person);
  const { lessonsOrigin } = settings();
  const taken: Taken[] = [];
  for (const pack of packages) {
    const mine = gone.find((one) => one.package === pack.id);
    // What an order of its own opens next, only the server can say.
    const plays = lessonsOrigin !== null && pack.sequencing === null;
    taken.push({
      course: pack.course,
      id: pack.id,
      title: pack.title,
      edition: pack.edition,
      stage: plays ? `${lessonsOrigin}/o/${person.organisation.slug}/lessons/kit/stage.html` : null,
      address: `/training/courses/${pack.course}/packages/${pack.id}/kept`,
      bytes: sizes.get(pack.id) ?? 0,
      learner,
      items: pack.items.map((item) => {
        const {
          cmi = null,
          sequence = null,
          seconds = null
        } = lastWords.get(`${pack.id} ${item.identifier}`) ?? {};
        const standing = mine?.items.find(({ identifier }) => identifier === item.identifier)?.standing;
        return {
          ...item,
          says: packageStandingNames[standing ?? 'not-begun'](),
          kept: isOver(pack.edition, cmi) ? null : cmi,
          base: sequence,
          seconds: seconds ?? 0
        };
      })
    });
  }
  return Map.groupBy(taken, ({ course }) => course);
}

async function sizesOf(tx: Tx, packages: CoursePackage[]): Promise<Map<string, number>> {
  const rows = await tx
    .selectFrom('course_package_parts as part')
    .innerJoin('stored_files as file', (join) =>
      join.onRef('file.organisation_id', '=', 'part.organisation_id').onRef('file.id', '=', 'part.file_id')
    )
    .where(
      'part.package_id',
      'in',
      packages.map(({ id }) => id)
    )
    .groupBy('part.package_id')
    .select(['part.package_id as id', sql<number>`sum(file.bytes)::int`.as('bytes')])
    .execute();
  return new Map(rows.map(({ id, bytes }) => [id, bytes]));
}

/** What was last said in each item of these packages, by package and item. */
async function lastWordsIn(tx: Tx, packages: CoursePackage[], person: Person) {
  const rows = await packageAttempts(tx)
    .where(
      'attempt.package_id',
      'in',
      packages.map(({ id }) => id)
    )
    .where('attempt.person_id', '=', person.id)
    .select([
      'attempt.package_id as package',
      'attempt.item',
      'progress.seconds',
      sql<Cmi | null>`progress.cmi`.as('cmi'),
      sql<number | null>`progress.sequence`.as('sequence')
    ])
    .orderBy('attempt.number')
    .execute();
  return new Map(rows.map((row) => [`${row.package} ${row.item}`, row]));
}

/**
 * A package's parts in one piece, for a device of somebody who takes its course; null for anybody else. It is no document of any
 * kind, so that at our own address nothing in it can be shown or run.
 */
export async function bundleOf(
  tx: Tx,
  { course, package: pack }: { course: string; package: string }
): Promise<ReadableStream<Uint8Array> | null> {
  const rows = await tx
    .selectFrom('course_package_parts as part')
    .innerJoin('course_packages as package', (join) =>
      join
        .onRef('package.organisation_id', '=', 'part.organisation_id')
        .onRef('package.id', '=', 'part.package_id')
    )
    .where('package.id', '=', pack)
    .where('package.course_id', '=', course)
    .select(['part.path', 'part.media_type as type', 'part.file_id as file'])
    .orderBy('part.path')
    .execute();
  if (rows.length === 0) return null;
  const parts: (KeptPart & { read: FileToSend['read'] | null })[] = [];
  for (const { path, type, file } of rows) {
    const found = file && (await fileToSend(tx, file));
    parts.push({ path, type, bytes: found ? found.size : 0, read: found ? found.read : null });
  }
  async function* pieces(): AsyncGenerator<Uint8Array> {
    yield listOf(parts.map(({ path, type, bytes }) => ({ path, type, bytes })));
    for (const { read } of parts) if (read) yield* await read('whole');
  }
  return Readable.toWeb(Readable.from(pieces())) as ReadableStream<Uint8Array>;
}

function listOf(parts: KeptPart[]): Uint8Array {
  const list = Buffer.from(JSON.stringify(parts));
  const length = Buffer.alloc(listLengthBytes);
  length.writeUInt32BE(list.length);
  return Buffer.concat([length, list]);
}
