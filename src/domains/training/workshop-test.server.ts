/** The same test before and after a workshop: who set it, when it may be answered, and what was gained. */
import { sql } from 'kysely';
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { versionOf } from './course.server.ts';
import { gainOf, type Gain } from './gain.ts';
import type { Occasion, Quiz, QuizRefusal } from './quiz.ts';
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
  { workshop, occasion, at }: { workshop: string; occasion: Exclude<Occasion, 'course'>; at: Date },
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

export type WorkshopGain = {
  gain: Gain | null;
  /** How many answered each. */
  before: number;
  after: number;
  /** Question by question, over the people who answered both. */
  items: { question: string; text: string; before: number; after: number }[];
};

/** What was gained in a workshop, as far as the speaker sees the answers. */
export async function gainOfWorkshop(tx: Tx, workshop: string): Promise<WorkshopGain | null> {
  const test = await testOf(tx, workshop);
  if (!test) return null;
  const rows = await tx
    .selectFrom('quiz_attempts as attempt')
    .innerJoin('quiz_attempt_items as item', (join) =>
      join
        .onRef('item.organisation_id', '=', 'attempt.organisation_id')
        .onRef('item.attempt_id', '=', 'attempt.id')
    )
    .where('attempt.workshop_id', '=', workshop)
    .select([
      'attempt.person_id as person',
      sql<'before' | 'after'>`attempt.occasion`.as('occasion'),
      'attempt.share',
      'item.question_id as question',
      'item.share as item'
    ])
    .execute();
  const total = (occasion: 'before' | 'after') =>
    new Map(
      rows.filter((row) => row.occasion === occasion).map(({ person, share }) => [person, Number(share)])
    );
  const [before, after] = [total('before'), total('after')];
  const both = new Set([...before.keys()].filter((person) => after.has(person)));
  const meanOf = (question: string, occasion: string) => {
    const shares = rows
      .filter((row) => row.question === question && row.occasion === occasion && both.has(row.person))
      .map(({ item }) => Number(item));
    return shares.length === 0 ? 0 : shares.reduce((sum, share) => sum + share, 0) / shares.length;
  };
  return {
    gain: gainOf([...both].map((person) => ({ before: before.get(person)!, after: after.get(person)! }))),
    before: before.size,
    after: after.size,
    items:
      both.size === 0
        ? []
        : test.quiz.questions
            .filter(({ id }) => rows.some(({ question }) => question === id))
            .map(({ id, text }) => ({
              question: id,
              text,
              before: meanOf(id, 'before'),
              after: meanOf(id, 'after')
            }))
  };
}
