/** A cohort at a glance: how far each person is, and which questions to teach again. */
import { sql } from 'kysely';
import type { Person } from '#platform/access/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { marksOf } from './attendance.server.ts';
import { coursesVisibleTo } from './course.server.ts';
import { peopleSeatedIn } from './enrolment.server.ts';
import { itemFigures, type Shares } from './item-analysis.ts';
import { packageCompletionsOf } from './package-completion.server.ts';
import { packagesIn } from './package.server.ts';
import { counting, type Quiz } from './quiz.ts';
import { hoursOf } from './workshop.ts';
import { sessionsOf } from './workshop.server.ts';

export type Learner = {
  id: string;
  name: string;
  /** Null where the cohort is a course's and there is nothing to attend. */
  hours: { attended: number; held: number } | null;
  lessons: { done: number; all: number };
  quizzes: { passed: number; all: number };
  packages: { done: number; all: number };
  behind: boolean;
};

// Who has come to, read or passed less than this share of what the cohort has met by now is behind; policy.
const behindBelow = 0.5;

/** Everybody who takes a course. */
export async function cohortOfCourse(tx: Tx, course: string, person: Person): Promise<Learner[]> {
  const people = await tx
    .selectFrom('course_enrolments')
    .innerJoin('people', 'people.id', 'course_enrolments.person_id')
    .where('course_id', '=', course)
    .select(['people.id', 'people.name'])
    .orderBy('people.name')
    .execute();
  return learners(tx, people, [course], null, person);
}

/** Everybody with a seat in a workshop: attendance so far, and the courses they were asked to take. */
export async function cohortOfWorkshop(
  tx: Tx,
  { workshop, at }: { workshop: string; at: Date },
  person: Person
): Promise<Learner[]> {
  const seated = await peopleSeatedIn(tx, workshop);
  const held = (await sessionsOf(tx, workshop))
    .filter(({ endsAt }) => endsAt <= at)
    .reduce((sum, session) => sum + hoursOf(session), 0);
  const attended = new Map<string, number>();
  for (const { person, hours } of await marksOf(tx, workshop))
    attended.set(person, (attended.get(person) ?? 0) + hours);
  const courses = await tx
    .selectFrom('workshop_courses')
    .where('workshop_id', '=', workshop)
    .select('course_id')
    .execute();
  return learners(
    tx,
    seated.map(({ person_id, name }) => ({ id: person_id, name })),
    courses.map(({ course_id }) => course_id),
    (id) => ({ attended: attended.get(id) ?? 0, held }),
    person
  );
}

/** Difficulty and discrimination of a quiz's questions, from each person's first attempt, in any version. */
export async function itemsOfQuiz(tx: Tx, course: string, quiz: Quiz) {
  const rows = await tx
    .selectFrom('quiz_attempt_items as item')
    .innerJoin('quiz_attempts as attempt', (join) =>
      join
        .onRef('attempt.organisation_id', '=', 'item.organisation_id')
        .onRef('attempt.id', '=', 'item.attempt_id')
    )
    .where('attempt.course_id', '=', course)
    .where('attempt.quiz_id', '=', quiz.id)
    // Later ones show what was learned from feedback, not how the question works.
    .where('attempt.number', '=', 1)
    .where('attempt.occasion', '<>', 'after')
    .select(['item.attempt_id', 'item.question_id', 'item.share'])
    .execute();
  const people = new Map<string, Shares>();
  for (const { attempt_id, question_id, share } of rows) {
    const shares = people.get(attempt_id) ?? new Map<string, number>();
    people.set(attempt_id, shares.set(question_id, Number(share)));
  }
  const figures = itemFigures(
    quiz.questions.map(({ id }) => id),
    [...people.values()]
  );
  return quiz.questions.map(({ id, text }) => ({
    id,
    text,
    figures: figures.find(({ question }) => question === id) ?? null
  }));
}

async function learners(
  tx: Tx,
  people: { id: string; name: string }[],
  courses: string[],
  hoursOfPerson: ((id: string) => { attended: number; held: number }) | null,
  person: Person
): Promise<Learner[]> {
  const contents = courses.length
    ? await coursesVisibleTo(tx, person).where('courses.id', 'in', courses).execute()
    : [];
  const lessons = new Set(contents.flatMap(({ content }) => content.lessons.map(({ id }) => id)));
  const quizzes = contents.flatMap(({ content }) => content.quizzes);
  const done = courses.length
    ? await tx
        .selectFrom('lesson_completions')
        .where('course_id', 'in', courses)
        .select(['person_id', 'lesson_id'])
        .execute()
    : [];
  const attempts = courses.length
    ? await tx
        .selectFrom('quiz_attempts')
        .where('course_id', 'in', courses)
        .where('occasion', '=', 'course')
        .select([
          'person_id',
          'quiz_id',
          sql<number>`share::float8`.as('share'),
          'passed',
          'made_at as madeAt'
        ])
        .execute()
    : [];
  const packages = new Set((await packagesIn(tx, courses)).map((one) => one.id));
  const gone = await packageCompletionsOf(tx, packages.size > 0 ? people.map(({ id }) => id) : []);
  return people.map(({ id, name }) => {
    const read = done.filter((row) => row.person_id === id && lessons.has(row.lesson_id)).length;
    const passed = quizzes.filter((quiz) => {
      const own = attempts.filter(({ person_id, quiz_id }) => person_id === id && quiz_id === quiz.id);
      return counting(own, quiz.counts)?.passed;
    }).length;
    const hours = hoursOfPerson?.(id) ?? null;
    const learner = {
      hours,
      lessons: { done: read, all: lessons.size },
      quizzes: { passed, all: quizzes.length },
      packages: {
        done: gone.filter((one) => one.person === id && one.done && packages.has(one.package)).length,
        all: packages.size
      }
    };
    return { id, name, ...learner, behind: isBehind(learner) };
  });
}

function isBehind({ hours, lessons, quizzes, packages }: Omit<Learner, 'id' | 'name' | 'behind'>): boolean {
  const short = (part: number, whole: number) => whole > 0 && part / whole < behindBelow;
  return (
    (hours !== null && short(hours.attended, hours.held)) ||
    // Wherever they were made, they are lessons.
    short(lessons.done + packages.done, lessons.all + packages.all) ||
    short(quizzes.passed, quizzes.all)
  );
}
