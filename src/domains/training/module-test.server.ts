/** Which quiz or package a module asks for, and who has passed which: for paths, transcripts and certificates. */
import { sql } from 'kysely';
import { can, type Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { now, type Day } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { coursesVisibleTo } from './course.server.ts';
import { testKey, type CourseTest, type ModuleTest, type ModuleTestRefusal } from './module-test.ts';
import type { ModuleFacts } from './progress.ts';
import { packageCompletionsOf } from './package-completion.server.ts';
import { packagesIn } from './package.server.ts';
import { counting, type Quiz } from './quiz.ts';

export type NewModuleTest = {
  id: string;
  module: string;
  /** Null: the module has no test any more. */
  test: (CourseTest & { insteadOfHours: boolean }) | null;
};

/** Sets the test of a module, or that it has none. A repeat, or what holds already, changes nothing. */
export async function setModuleTest(
  tx: Tx,
  { id, module, test }: NewModuleTest,
  person: Person
): Promise<ModuleTestRefusal | null> {
  if (!can(person, 'curricula.publish')) return 'not-yours-to-publish';
  const found = test && (await partsToPass(tx, person)).find((one) => testKey(one) === testKey(test));
  if (test && !found) return 'no-such-test';
  const before = (await moduleTests(tx)).get(module);
  if ((before && told(before)) === (test ? told(test) : undefined)) return null;
  const set = await tx
    .insertInto('module_tests')
    .values({
      organisation_id: person.organisation.id,
      id,
      module_id: module,
      course_id: test?.course ?? null,
      quiz_id: found?.kind === 'quiz' ? found.part : null,
      package_id: found?.kind === 'package' ? found.part : null,
      instead_of_hours: test?.insteadOfHours ?? false,
      set_by: person.id,
      set_at: now()
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (set) await audit(tx, { action: 'module-test.set', thing: { kind: 'module', id: module } });
  return null;
}

const told = (test: CourseTest & { insteadOfHours: boolean }) => `${testKey(test)} ${test.insteadOfHours}`;

/** The test of each module that has one. */
export async function moduleTests(tx: Tx): Promise<Map<string, ModuleTest>> {
  const rows = await tx
    .selectFrom('module_tests')
    .distinctOn('module_id')
    .select(['module_id', 'course_id', 'instead_of_hours'])
    .select(({ fn }) => fn.coalesce('quiz_id', 'package_id').as('part'))
    .select(
      sql<string>`(select version.content ->> 'title' from course_versions version
        where version.organisation_id = module_tests.organisation_id and version.course_id = module_tests.course_id
        order by version.number desc limit 1)`.as('title')
    )
    .orderBy('module_id')
    .orderBy('set_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return new Map(
    rows.flatMap(({ module_id, course_id: course, part, instead_of_hours: insteadOfHours, title }) =>
      course && part ? [[module_id, { course, part, courseTitle: title, insteadOfHours }] as const] : []
    )
  );
}

/** Every quiz that may be asked for: those of the courses as they are published now. */
export async function testsOffered(tx: Tx, person: Person) {
  const courses = await coursesVisibleTo(tx, person).execute();
  return courses
    .flatMap(({ id, content }) =>
      content.quizzes.map(({ id: quiz, title, passMark }) => ({
        course: id,
        quiz,
        title,
        passMark,
        courseTitle: content.title
      }))
    )
    .toSorted((a, b) => a.courseTitle.localeCompare(b.courseTitle));
}

/** Everything that a module or a certificate may ask for: every such quiz, and every package in those courses. */
export async function partsToPass(tx: Tx, person: Person) {
  const quizzes = (await testsOffered(tx, person)).map(({ course, quiz, title, courseTitle }) => ({
    ...{ kind: 'quiz' as const, course, part: quiz, title, courseTitle }
  }));
  const courses = await coursesVisibleTo(tx, person).execute();
  const titles = new Map(courses.map(({ id, content }) => [id, content.title]));
  const packages = (await packagesIn(tx, [...titles.keys()])).map(({ id, title, course }) => ({
    ...{ kind: 'package' as const, course, part: id, title, courseTitle: titles.get(course)! }
  }));
  return [...quizzes, ...packages].toSorted((a, b) => a.courseTitle.localeCompare(b.courseTitle));
}

export type TestTaken = {
  /** `course/part`. */
  test: string;
  on: Day;
  /** 0 to 1, of the attempt that counts; null where a package gave no score. */
  share: number | null;
  passed: boolean;
};

/** What counts of each quiz and package these people have taken in a course, as far as the speaker may see. */
export async function testsTakenBy(tx: Tx, people: string[]): Promise<Map<string, TestTaken[]>> {
  const taken = [...(await quizzesTakenBy(tx, people)), ...(await packagesTakenBy(tx, people))];
  return Map.groupBy(taken, ({ person }) => person);
}

async function packagesTakenBy(tx: Tx, people: string[]): Promise<(TestTaken & { person: string })[]> {
  return (await packageCompletionsOf(tx, people)).map(({ person, course, on, share, done, ...of }) => ({
    ...{ person, test: testKey({ course, part: of.package }), on, share, passed: done }
  }));
}

async function quizzesTakenBy(tx: Tx, people: string[]): Promise<(TestTaken & { person: string })[]> {
  if (people.length === 0) return [];
  const attempts = await tx
    .selectFrom('quiz_attempts as attempt')
    .innerJoin('organisations', 'organisations.id', 'attempt.organisation_id')
    .where('attempt.person_id', 'in', people)
    .where('attempt.occasion', '=', 'course')
    .select(['attempt.person_id as person', 'attempt.course_id as course', 'attempt.quiz_id as part'])
    .select(['attempt.passed', 'attempt.made_at as madeAt'])
    .select([
      sql<number>`attempt.share::float8`.as('share'),
      sql<Day>`(attempt.made_at at time zone organisations.time_zone)::date`.as('on')
    ])
    .execute();
  const rules = await quizRules(tx, [...new Set(attempts.map(({ course }) => course))]);
  const each = Map.groupBy(attempts, (one) => `${one.person} ${testKey(one)}`);
  return [...each.values()].map((own) => {
    const test = testKey(own[0]!);
    const { person, on, share, passed } = counting(own, rules.get(test) ?? 'best')!;
    return { person, test, on, share, passed };
  });
}

/** Where each of these people stands with the test of each module. */
export async function testsOfModules(tx: Tx, people: string[]): Promise<TestsOf> {
  const tests = await moduleTests(tx);
  const taken = tests.size > 0 ? await testsTakenBy(tx, people) : new Map<string, TestTaken[]>();
  return (person, module) => {
    const test = tests.get(module);
    if (!test) return 'none';
    if (!taken.get(person)?.some((one) => one.test === testKey(test) && one.passed)) return 'open';
    return test.insteadOfHours ? 'passed-alone' : 'passed';
  };
}

type TestsOf = (person: string, module: string) => ModuleFacts['test'];

// Which of several attempts counts, as the quiz says now.
async function quizRules(tx: Tx, courses: string[]): Promise<Map<string, Quiz['counts']>> {
  if (courses.length === 0) return new Map();
  const rows = await tx
    .selectFrom('course_versions')
    .where('course_id', 'in', courses)
    .distinctOn('course_id')
    .select(['course_id as course', sql<Quiz[]>`content -> 'quizzes'`.as('quizzes')])
    .orderBy('course_id')
    .orderBy('number', 'desc')
    .execute();
  return new Map(
    rows.flatMap(({ course, quizzes }) =>
      quizzes.map(({ id, counts }) => [testKey({ course, part: id }), counts] as const)
    )
  );
}
