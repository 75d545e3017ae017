/** SCORM packages of a course: taken in whole or not at all, and taken out again. */
import { sql } from 'kysely';
import type { Person } from '#platform/access/index.ts';
import { unpack, type Unpacked } from '#platform/archives/index.server.ts';
import { audit } from '#platform/audit/index.server.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import {
  emptyFile,
  fileToSend,
  isProgram,
  partTypeOf,
  storeParts,
  type FileToSend
} from '#platform/files/index.server.ts';
import { newId } from '#platform/ids.ts';
import { readManifest } from './package-manifest.server.ts';
import { opensNow } from './package-order.server.ts';
import {
  pathOfHref,
  type Activity,
  type Manifest,
  type PackageEdition,
  type PackageItem,
  type PackageRefusal
} from './package.ts';

// Small enough to bring over a slow line and to keep in memory once while it is taken apart.
const packageBytesMax = 40 * 1024 * 1024;
const limits = { unpackedBytesMax: 160 * 1024 * 1024, partsMax: 3000 };

export type NewPackage = { id: string; course: string; bytes: Buffer };
/** `sequencing` is null where learners open what they like. */
export type CoursePackage = {
  id: string;
  title: string;
  edition: PackageEdition;
  items: PackageItem[];
  sequencing: Activity | null;
};

/** Takes a package into a course; all of it, or nothing and why. The same id again changes nothing. */
export async function addPackage(
  tx: Tx,
  { id, course, bytes }: NewPackage,
  person: Person
): Promise<PackageRefusal | null> {
  if (bytes.length > packageBytesMax) return 'archive-too-large';
  const read = await readPackage(bytes);
  if (typeof read === 'string') return read;
  const { manifest, parts } = read;
  const organisation_id = person.organisation.id;
  const added = await tx
    .insertInto('course_packages')
    .values({
      organisation_id,
      id,
      course_id: course,
      title: manifest.title.slice(0, 300),
      edition: manifest.edition,
      items: JSON.stringify(manifest.items),
      sequencing: manifest.sequencing && JSON.stringify(manifest.sequencing),
      added_by: person.id,
      added_at: now()
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!added) return null;
  const kept = [...parts].map(([path, content]) => ({
    id: newId(),
    path,
    name: path.split('/').at(-1)!,
    bytes: content,
    mediaType: partTypeOf(path)
  }));
  await storeParts(
    tx,
    kept.filter((part) => part.bytes.length > 0)
  );
  await tx
    .insertInto('course_package_parts')
    .values(
      kept.map((part) => ({
        organisation_id,
        package_id: id,
        path: part.path,
        media_type: part.mediaType,
        file_id: part.bytes.length > 0 ? part.id : null
      }))
    )
    .execute();
  await audit(tx, { action: 'course-package.added', thing: { kind: 'course', id: course } });
  return null;
}

async function readPackage(bytes: Buffer): Promise<{ manifest: Manifest; parts: Unpacked } | PackageRefusal> {
  const parts = await unpack(bytes, limits);
  if (typeof parts === 'string') return parts;
  const description = parts.get('imsmanifest.xml');
  if (!description) return 'no-manifest';
  const manifest = readManifest(description.toString('utf8'));
  if (typeof manifest === 'string') return manifest;
  const starts = manifest.items.map(({ href }) => pathOfHref(href));
  if (starts.some((path) => path === null || !parts.has(path))) return 'part-missing';
  if ([...parts].some(([path, content]) => isProgram(path, content))) return 'program-inside';
  // Rules that the runtime cannot make sense of are no rules.
  const begins = await canBegin(manifest).catch(() => null);
  if (begins === null) return 'manifest-not-read';
  if (!begins) return 'nothing-to-open';
  return { manifest, parts };
}

async function canBegin({ sequencing, items }: Manifest): Promise<boolean> {
  if (!sequencing) return true;
  const known = items.map(({ identifier }) => identifier);
  const { choices, next } = await opensNow({ tree: sequencing, state: null, said: null }, known);
  return choices.length > 0 || (next !== null && known.includes(next));
}

/** The packages that are in a course now, oldest first. */
export async function packagesOf(tx: Tx, course: string): Promise<CoursePackage[]> {
  return (await packagesIn(tx, [course])).map(({ course: _, ...own }) => own);
}

/** The packages that are in these courses now, oldest first. */
export async function packagesIn(tx: Tx, courses: string[]): Promise<(CoursePackage & { course: string })[]> {
  if (courses.length === 0) return [];
  return tx
    .selectFrom('course_packages as package')
    .where('package.course_id', 'in', courses)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('course_package_removals as removal')
            .select('removal.package_id')
            .whereRef('removal.organisation_id', '=', 'package.organisation_id')
            .whereRef('removal.package_id', '=', 'package.id')
        )
      )
    )
    .select([
      'package.id',
      'package.course_id as course',
      'package.title',
      sql<PackageEdition>`package.edition`.as('edition'),
      sql<PackageItem[]>`package.items`.as('items'),
      sql<Activity | null>`package.sequencing`.as('sequencing')
    ])
    .orderBy('package.added_at')
    .orderBy('package.id')
    .execute();
}

/** Takes a package out of its course. What learners did with it stays; again changes nothing. */
export async function removePackage(
  tx: Tx,
  { course, id }: { course: string; id: string },
  person: Person
): Promise<void> {
  if (!(await packagesOf(tx, course)).some((one) => one.id === id)) return;
  await tx
    .insertInto('course_package_removals')
    .values({
      organisation_id: person.organisation.id,
      package_id: id,
      removed_by: person.id,
      removed_at: now()
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await audit(tx, { action: 'course-package.removed', thing: { kind: 'course', id: course } });
}

/** A part of the package that this visitor's code opens now; null for any other, and for any other's. */
export async function openPart(tx: Tx, path: string): Promise<FileToSend | null> {
  const part = await tx
    .selectFrom('course_package_parts')
    .where('package_id', '=', sql<string>`package_of_visit()`)
    .where('path', '=', path)
    .select(['media_type as mediaType', 'file_id'])
    .executeTakeFirst();
  if (!part) return null;
  const { mediaType, file_id } = part;
  if (file_id === null) return emptyFile(path, mediaType);
  const file = await fileToSend(tx, file_id);
  return file && { ...file, mediaType };
}

/** The edition of the package that this visitor's code opens now, or null when it opens none any more. */
export async function editionOfVisit(tx: Tx): Promise<PackageEdition | null> {
  const { rows } = await sql<{
    edition: PackageEdition | null;
  }>`select edition_of_visit() as edition`.execute(tx);
  return rows[0]!.edition;
}
