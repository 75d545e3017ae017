import { sql } from 'kysely';
import * as v from 'valibot';
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import {
  courseContent,
  faultsOf,
  type CourseContent,
  type DraftRefusal,
  type PublishFault
} from './course.ts';
import { packagesOf } from './package.server.ts';
import type { WorkshopKind } from './workshop.ts';

/** The courses this person may take: those published, each in its newest version, with how far they have come. */
export function coursesVisibleTo(tx: Tx, person: Person) {
  return tx
    .selectFrom('courses')
    .innerJoinLateral(
      (from) =>
        from
          .selectFrom('course_versions as version')
          .whereRef('version.organisation_id', '=', 'courses.organisation_id')
          .whereRef('version.course_id', '=', 'courses.id')
          .orderBy('version.number', 'desc')
          .limit(1)
          .select([
            'version.number',
            'version.published_at',
            sql<CourseContent>`version.content`.as('content')
          ])
          .as('newest'),
      (join) => join.onTrue()
    )
    .leftJoin('course_enrolments as mine', (join) =>
      join
        .onRef('mine.organisation_id', '=', 'courses.organisation_id')
        .onRef('mine.course_id', '=', 'courses.id')
        .on('mine.person_id', '=', person.id)
    )
    .leftJoin('course_bookmarks as bookmark', (join) =>
      join
        .onRef('bookmark.organisation_id', '=', 'courses.organisation_id')
        .onRef('bookmark.course_id', '=', 'courses.id')
        .on('bookmark.person_id', '=', person.id)
    )
    .where('courses.organisation_id', '=', person.organisation.id)
    .select((from) => [
      'courses.id',
      sql<WorkshopKind>`courses.kind`.as('kind'),
      'courses.language',
      'newest.number as version',
      'newest.published_at',
      'newest.content',
      'mine.begun_at as my_begun_at',
      'bookmark.lesson_id as my_bookmark',
      from
        .selectFrom('lesson_completions as completion')
        .whereRef('completion.course_id', '=', 'courses.id')
        .where('completion.person_id', '=', person.id)
        .select(sql<string[]>`coalesce(array_agg(completion.lesson_id::text), '{}')`.as('done'))
        .as('my_done')
    ]);
}

/** What trainers are working on. */
export function draftsVisibleTo(tx: Tx, person: Person) {
  return tx
    .selectFrom('course_drafts')
    .innerJoin('courses', (join) =>
      join
        .onRef('courses.organisation_id', '=', 'course_drafts.organisation_id')
        .onRef('courses.id', '=', 'course_drafts.course_id')
    )
    .where('courses.organisation_id', '=', person.organisation.id)
    .select((from) => [
      'courses.id',
      sql<WorkshopKind>`courses.kind`.as('kind'),
      'courses.language',
      'course_drafts.revision',
      'course_drafts.saved_at',
      sql<CourseContent>`course_drafts.content`.as('content'),
      from
        .selectFrom('course_versions as version')
        .whereRef('version.course_id', '=', 'courses.id')
        .select((version) => version.fn.max('number').as('number'))
        .as('version')
    ]);
}

/** Begins an empty course. A repeat with the same id changes nothing. */
export async function beginCourse(
  tx: Tx,
  course: { id: string; title: string; kind: WorkshopKind; language: string },
  person: Person
): Promise<void> {
  const organisation_id = person.organisation.id;
  const begun = await tx
    .insertInto('courses')
    .values({
      organisation_id,
      id: course.id,
      kind: course.kind,
      language: course.language,
      begun_by: person.id,
      begun_at: now()
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!begun) return;
  const content: CourseContent = { title: course.title, summary: '', lessons: [], quizzes: [] };
  await tx
    .insertInto('course_drafts')
    .values({
      organisation_id,
      course_id: course.id,
      revision: 0,
      content: JSON.stringify(content),
      saved_by: person.id,
      saved_at: now()
    })
    .execute();
  await audit(tx, { action: 'course.begun', thing: { kind: 'course', id: course.id } });
}

/**
 * Keeps a change to a draft. `revision` is the one its writer had before them: who would write over a colleague's change
 * is told, and may look first.
 */
export async function saveDraft(
  tx: Tx,
  { course, revision }: { course: string; revision: number },
  change: (content: CourseContent) => CourseContent,
  person: Person
): Promise<DraftRefusal | null> {
  const draft = await tx
    .selectFrom('course_drafts')
    .where('course_id', '=', course)
    .select(['revision', sql<CourseContent>`content`.as('content')])
    .forUpdate()
    .executeTakeFirst();
  if (!draft) return 'no-such-course';
  const content = v.safeParse(courseContent, change(draft.content));
  if (!content.success) return 'too-much';
  const text = JSON.stringify(content.output);
  if (text === JSON.stringify(draft.content)) return null;
  if (draft.revision !== revision) return 'changed-meanwhile';
  await tx
    .updateTable('course_drafts')
    .set({ revision: revision + 1, content: text, saved_by: person.id, saved_at: now() })
    .where('course_id', '=', course)
    .execute();
  return null;
}

/** Makes the draft the next version, which never changes. Gives everything that keeps it from being published. */
export async function publishCourse(tx: Tx, course: string, person: Person): Promise<PublishFault[]> {
  const draft = await draftsVisibleTo(tx, person)
    .where('courses.id', '=', course)
    .forUpdate('course_drafts')
    .executeTakeFirst();
  if (!draft) return [{ fault: 'nothing-in-it' }];
  const faults = faultsOf(draft.content, (await packagesOf(tx, course)).length);
  if (faults.length > 0) return faults;
  const last = await tx
    .selectFrom('course_versions')
    .where('course_id', '=', course)
    .orderBy('number', 'desc')
    .select(['number', sql<boolean>`content = ${JSON.stringify(draft.content)}::jsonb`.as('same')])
    .executeTakeFirst();
  if (last?.same) return [{ fault: 'nothing-new' }];
  await tx
    .insertInto('course_versions')
    .values({
      organisation_id: person.organisation.id,
      course_id: course,
      number: (last?.number ?? 0) + 1,
      content: JSON.stringify(draft.content),
      published_by: person.id,
      published_at: now()
    })
    .execute();
  await audit(tx, { action: 'course.published', thing: { kind: 'course', id: course } });
  return [];
}

/** A version as it was published, for those who may see the course. */
export async function versionOf(tx: Tx, course: string, number: number): Promise<CourseContent | null> {
  const row = await tx
    .selectFrom('course_versions')
    .where('course_id', '=', course)
    .where('number', '=', number)
    .select(sql<CourseContent>`content`.as('content'))
    .executeTakeFirst();
  return row?.content ?? null;
}

/** Takes up a published course; again changes nothing. */
export async function takeUpCourse(tx: Tx, course: string, person: Person): Promise<'no-such-course' | null> {
  const found = await coursesVisibleTo(tx, person).where('courses.id', '=', course).executeTakeFirst();
  if (!found) return 'no-such-course';
  await tx
    .insertInto('course_enrolments')
    .values({
      organisation_id: person.organisation.id,
      course_id: course,
      person_id: person.id,
      begun_at: now()
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return null;
}

/** Remembers where somebody is reading. */
export async function leaveBookmark(
  tx: Tx,
  { course, lesson }: { course: string; lesson: string },
  person: Person
): Promise<void> {
  await tx
    .insertInto('course_bookmarks')
    .values({
      organisation_id: person.organisation.id,
      course_id: course,
      person_id: person.id,
      lesson_id: lesson,
      left_at: now()
    })
    .onConflict((conflict) =>
      conflict
        .columns(['organisation_id', 'course_id', 'person_id'])
        .doUpdateSet({ lesson_id: lesson, left_at: now() })
    )
    .execute();
}

/** Marks lessons as done by somebody who takes the course; again changes nothing. Gives why not, or null. */
export async function finishLessons(
  tx: Tx,
  { course, lessons, at }: { course: string; lessons: string[]; at: Date },
  person: Person
): Promise<'not-enrolled' | null> {
  const found = await coursesVisibleTo(tx, person)
    .where('courses.id', '=', course)
    .where('mine.begun_at', 'is not', null)
    .executeTakeFirst();
  if (!found) return 'not-enrolled';
  const known = lessons.filter((id) => found.content.lessons.some((lesson) => lesson.id === id));
  if (known.length === 0) return null;
  await tx
    .insertInto('lesson_completions')
    .values(
      known.map((lesson_id) => ({
        organisation_id: person.organisation.id,
        course_id: course,
        person_id: person.id,
        lesson_id,
        done_at: at
      }))
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return null;
}

/** Asks everybody with a seat in the workshop to take this course before it. */
export async function askForCourse(
  tx: Tx,
  { workshop, course }: { workshop: string; course: string },
  person: Person
): Promise<void> {
  await tx
    .insertInto('workshop_courses')
    .values({
      organisation_id: person.organisation.id,
      workshop_id: workshop,
      course_id: course,
      asked_by: person.id,
      asked_at: now()
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** The courses that those with a seat in the workshop are asked to take, by the name they have now. */
export async function coursesAskedOf(tx: Tx, workshop: string) {
  const rows = await tx
    .selectFrom('workshop_courses as asked')
    .innerJoin('course_versions as version', (join) =>
      join
        .onRef('version.organisation_id', '=', 'asked.organisation_id')
        .onRef('version.course_id', '=', 'asked.course_id')
    )
    .where('asked.workshop_id', '=', workshop)
    .distinctOn('asked.course_id')
    .select(['asked.course_id as course', sql<string>`version.content ->> 'title'`.as('title')])
    .orderBy('asked.course_id')
    .orderBy('version.number', 'desc')
    .execute();
  return rows;
}
