/** The same test before and after a workshop: who set it, when it may be answered, and what was gained. */
import { sql } from 'kysely';
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { versionOf } from './course.server.ts';
import { gainIn, type TestAnswer, type TestGain } from './gain.ts';
import type { Quiz, QuizRefusal, TestOccasion } from './quiz.ts';
import { sessionsOf, workshopsVisibleTo } from './workshop.server.ts';

export type WorkshopTest = { course: string; version: number; quiz: Quiz };
export type TestRefusal = 'no-such-quiz' | 'answered-before';

/** Sets the test of a workshop, in the course's newest version. It is set once; later ones are refused. */
export async function setWorkshopTest(
  tx: Tx,
  { workshop, course, quiz }: { workshop: string; course: string; quiz: string },
  person: Person
): Promise<TestRefusal | null> {
  const newest = await tx
    .selectFrom('course_versions')
    .where('course_id', '=', course)
    .select((from) => from.fn.max('number').as('number'))
    .executeTakeFirst();
  const content = newest?.number ? await versionOf(tx, course, newest.number) : null;
  if (!content?.quizzes.some(({ id }) => id === quiz)) return 'no-such-quiz';
  const set = await tx
    .insertInto('workshop_tests')
    .values({
      organisation_id: person.organisation.id,
      workshop_id: workshop,
      course_id: course,
      version: newest!.number,
      quiz_id: quiz,
      set_by: person.id,
      set_at: now()
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('workshop_id')
    .executeTakeFirst();
  if (!set) return 'answered-before';
  await audit(tx, { action: 'workshop-test.set', thing: { kind: 'workshop', id: workshop } });
  return null;
}

export async function testOf(tx: Tx, workshop: string): Promise<WorkshopTest | null> {
  const row = await tx
    .selectFrom('workshop_tests')
    .where('workshop_id', '=', workshop)
    .select(['course_id', 'version', 'quiz_id'])
    .executeTakeFirst();
  if (!row) return null;
  const quiz = (await versionOf(tx, row.course_id, row.version))?.quizzes.find(
    ({ id }) => id === row.quiz_id
  );
  return quiz ? { course: row.course_id, version: row.version, quiz } : null;
}

/** Why this person may not answer the workshop's test on this occasion now, or null. */
export async function refusalToTest(
  tx: Tx,
  { workshop, occasion, at }: { workshop: string; occasion: TestOccasion; at: Date },
  person: Person
): Promise<QuizRefusal | null> {
  const seat = await workshopsVisibleTo(tx, person)
    .where('workshops.id', '=', workshop)
    .where('mine.seated_at', 'is not', null)
    .executeTakeFirst();
  if (!seat) return 'not-enrolled';
  const sessions = await sessionsOf(tx, workshop);
  const open = occasion === 'before' ? at < sessions[0]!.endsAt : at >= sessions.at(-1)!.startsAt;
  return open ? null : 'not-the-time';
}

export type GainOverWorkshops = Omit<TestGain, 'items'> & {
  items: (TestGain['items'][number] & { text: string })[];
  /** The same workshop by workshop, those with a test. */
  each: Map<string, TestGain>;
};

/** What was gained in a workshop, as far as the speaker sees the answers; null where it has no test. */
export async function gainOfWorkshop(tx: Tx, workshop: string): Promise<GainOverWorkshops | null> {
  const found = await gainOver(tx, [workshop]);
  return found.each.size > 0 ? found : null;
}

/** What was gained in several workshops together, and in each; questions by the words they were asked in last. */
export async function gainOver(tx: Tx, workshops: string[]): Promise<GainOverWorkshops> {
  const tests = await testsIn(tx, workshops);
  const answers = await answersIn(tx, workshops);
  const texts = new Map(
    tests.flatMap(({ quiz }) => quiz?.questions.map(({ id, text }) => [id, text] as const) ?? [])
  );
  const all = gainIn(answers);
  return {
    ...all,
    items: all.items.map((item) => ({ ...item, text: texts.get(item.question) ?? '' })),
    each: new Map(
      tests.map(({ workshop }) => [workshop, gainIn(answers.filter((one) => one.workshop === workshop))])
    )
  };
}

async function testsIn(tx: Tx, workshops: string[]) {
  if (workshops.length === 0) return [];
  const rows = await tx
    .selectFrom('workshop_tests as test')
    .innerJoin('course_versions as version', (join) =>
      join
        .onRef('version.organisation_id', '=', 'test.organisation_id')
        .onRef('version.course_id', '=', 'test.course_id')
        .onRef('version.number', '=', 'test.version')
    )
    .where('test.workshop_id', 'in', workshops)
    .select(['test.workshop_id as workshop', 'test.quiz_id'])
    .select(sql<Quiz[]>`version.content -> 'quizzes'`.as('quizzes'))
    .orderBy('test.set_at')
    .execute();
  return rows.map(({ workshop, quiz_id, quizzes }) => ({
    workshop,
    quiz: quizzes.find(({ id }) => id === quiz_id)
  }));
}

async function answersIn(tx: Tx, workshops: string[]): Promise<TestAnswer[]> {
  if (workshops.length === 0) return [];
  return tx
    .selectFrom('quiz_attempts as attempt')
    .innerJoin('quiz_attempt_items as item', (join) =>
      join
        .onRef('item.organisation_id', '=', 'attempt.organisation_id')
        .onRef('item.attempt_id', '=', 'attempt.id')
    )
    .where('attempt.workshop_id', 'in', workshops)
    .select([
      sql<string>`attempt.workshop_id`.as('workshop'),
      'attempt.person_id as person',
      sql<'before' | 'after'>`attempt.occasion`.as('occasion'),
      sql<number>`attempt.share::float8`.as('share'),
      'item.question_id as question',
      sql<number>`item.share::float8`.as('item')
    ])
    .execute();
}
