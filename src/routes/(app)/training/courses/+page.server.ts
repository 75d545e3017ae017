import { workshopKindNames } from '#domains/training/index.ts';
import { coursesVisibleTo, draftsVisibleTo } from '#domains/training/index.server.ts';
import { can } from '#platform/access/index.ts';
import { dayIn } from '#platform/clock/index.ts';
import { formatDay } from '#platform/languages/format.ts';
import { m } from '#messages';
import type { Locale } from '#languages';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const person = locals.person!;
  const writes = can(person, 'courses.write');
  const courses = await coursesVisibleTo(locals.tx, person).orderBy('newest.published_at', 'desc').execute();
  const drafts = writes
    ? await draftsVisibleTo(locals.tx, person).orderBy('course_drafts.saved_at', 'desc').execute()
    : [];
  return {
    writes,
    courses: courses.map(({ id, kind, language, content, my_begun_at, my_done }) => ({
      id,
      title: content.title,
      summary: content.summary,
      kind: workshopKindNames[kind](),
      language: m.language_name({}, { locale: language as Locale }),
      begun: my_begun_at !== null,
      lessons: content.lessons.length,
      done: content.lessons.filter((lesson) => my_done?.includes(lesson.id)).length
    })),
    drafts: drafts.map(({ id, content, saved_at, version }) => ({
      id,
      title: content.title,
      saved: formatDay(dayIn(person.organisation.timeZone, saved_at)),
      version: version ? m.training_course_version({ number: version }) : m.training_course_unpublished()
    }))
  };
};
