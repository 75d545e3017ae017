/** Taking a quiz: answers kept as they are given, then handed in once and scored here, wherever they were given. */
import { sql, type ExpressionBuilder } from 'kysely';
import type { Person } from '#platform/access/index.ts';
import { now } from '#platform/clock/index.ts';
import type { DB, Tx } from '#platform/database/index.server.ts';
import { record } from '#platform/events/index.server.ts';
import { coursesVisibleTo, versionOf } from './course.server.ts';
import {
  counting,
  drawn,
  refusalToAttempt,
  scoreQuiz,
  seedOf,
  type Occasion,
  type Quiz,
  type QuizRefusal
} from './quiz.ts';
import type { Answers } from './question.ts';
import { refusalToTest, testOf } from './workshop-test.server.ts';

declare module '#platform/events/index.server.ts' {
  interface DomainEvents {
    'training.quiz-passed': { course: string; quiz: string; person: string };
  }
}

/** Where somebody answers: a course by itself, or a workshop's test before or after. */
export type Sitting = { course: string; quiz: string; occasion: Occasion; workshop: string | null };
export type NewAttempt = Sitting & {
  id: string;
  version: number;
  number: number;
  answers: Answers;
  madeAt: Date;
};

/** Answers given so far in a sitting, kept until they are handed in. */
export async function keepAnswers(tx: Tx, sitting: Sitting, answers: Answers, person: Person): Promise<void> {
  await forgetKept(tx, sitting, person);
  await tx
    .insertInto('quiz_drafts')
    .values({
      organisation_id: person.organisation.id,
      course_id: sitting.course,
      quiz_id: sitting.quiz,
      person_id: person.id,
      occasion: sitting.occasion,
      workshop_id: sitting.workshop,
      answers: JSON.stringify(answers),
      kept_at: now()
    })
    .execute();
}

export async function keptAnswers(tx: Tx, sitting: Sitting, person: Person): Promise<Answers> {
  const row = await tx
    .selectFrom('quiz_drafts')
    .where(ownIn(sitting, person))
    .select(sql<Answers>`answers`.as('answers'))
    .executeTakeFirst();
  return row?.answers ?? {};
}

/** Hands in an attempt. The same id again changes nothing; a refusal leaves what was kept where it is. */
export async function handIn(tx: Tx, attempt: NewAttempt, person: Person): Promise<QuizRefusal | null> {
  const { course, occasion, number } = attempt;
  await holdAttempts(tx, attempt.quiz, person);
  if (await isHandedIn(tx, attempt.id, person)) return null;
  const closed = await refusalOfOccasion(tx, attempt, person);
  if (closed) return closed;
  const quiz = (await versionOf(tx, course, attempt.version))?.quizzes.find(({ id }) => id === attempt.quiz);
  if (!quiz) return 'no-such-quiz';
  const made = (await attemptsOf(tx, attempt, person)).length;
  const refusal = refusalToAttempt(quiz, { made, number, occasion });
  if (refusal) return refusal;
  const passed = await keepAttempt(tx, attempt, quiz, { learner: person.id, enteredBy: null });
  await forgetKept(tx, attempt, person);
  if (passed && occasion === 'course')
    await record(tx, 'training.quiz-passed', { course, quiz: attempt.quiz, person: person.id });
  return null;
}

/** One after the other, whatever is handed in to a quiz by a learner, or for them. */
export async function holdAttempts(tx: Tx, quiz: string, { id }: Pick<Person, 'id'>): Promise<void> {
  await tx
    .selectNoFrom(sql`pg_advisory_xact_lock(hashtextextended(${`${id}/${quiz}`}, 0))`.as('lock'))
    .execute();
}

/** Scores an attempt and keeps it; whether it passed. */
export async function keepAttempt(
  tx: Tx,
  attempt: NewAttempt,
  quiz: Quiz,
  { learner, enteredBy }: { learner: string; enteredBy: string | null }
): Promise<boolean> {
  const { course, occasion, workshop, number, answers } = attempt;
  const questions = drawn(quiz, seedOf(quiz.id, { occasion, workshop, person: learner, number }));
  const { share, passed, items } = scoreQuiz(questions, answers, quiz.passMark);
  const organisation_id = sql<string>`current_organisation()`;
  await tx
    .insertInto('quiz_attempts')
    .values({
      organisation_id,
      id: attempt.id,
      course_id: course,
      version: attempt.version,
      quiz_id: attempt.quiz,
      person_id: learner,
      entered_by: enteredBy,
      occasion,
      workshop_id: workshop,
      number,
      answers: JSON.stringify(answers),
      share: String(share),
      passed,
      made_at: attempt.madeAt,
      received_at: now()
    })
    .execute();
  await tx
    .insertInto('quiz_attempt_items')
    .values(
      items.map((item) => ({
        organisation_id,
        attempt_id: attempt.id,
        question_id: item.question,
        share: String(item.share)
      }))
    )
    .execute();
  return passed;
}

/** Somebody's own attempts in a sitting, oldest first. */
async function attemptsOf(tx: Tx, sitting: Sitting, person: Person) {
  const rows = await tx
    .selectFrom('quiz_attempts')
    .where(ownIn(sitting, person))
    .select(['id', 'number', 'share', 'passed', 'made_at as madeAt'])
    .orderBy('made_at')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ ...row, share: Number(row.share) }));
}

/** The attempt that counts of somebody's own, and whether another may be made. */
export async function standingIn(tx: Tx, quiz: Quiz, sitting: Sitting, person: Person) {
  const attempts = await attemptsOf(tx, sitting, person);
  const number = attempts.length + 1;
  return {
    attempts,
    number,
    counting: counting(attempts, quiz.counts),
    refusal: refusalToAttempt(quiz, { made: attempts.length, number, occasion: sitting.occasion })
  };
}

/** An attempt that was handed in, with the quiz as it was then; null where the speaker may not see it. */
export async function openAttempt(tx: Tx, id: string) {
  const row = await tx
    .selectFrom('quiz_attempts')
    .where('id', '=', id)
    .select([
      'id',
      'course_id as course',
      'version',
      'quiz_id as quiz',
      'person_id as person',
      sql<Occasion>`occasion`.as('occasion'),
      'workshop_id as workshop',
      'number',
      'share',
      'passed',
      'made_at as madeAt',
      'received_at as receivedAt',
      sql<Answers>`answers`.as('answers')
    ])
    .select(({ selectFrom }) =>
      selectFrom('people')
        .whereRef('people.id', '=', 'quiz_attempts.entered_by')
        .select('people.name')
        .as('enteredBy')
    )
    .executeTakeFirst();
  if (!row) return null;
  const content = await versionOf(tx, row.course, row.version);
  const quiz = content?.quizzes.find((one) => one.id === row.quiz);
  if (!content || !quiz) return null;
  const items = await tx
    .selectFrom('quiz_attempt_items')
    .where('attempt_id', '=', id)
    .select(['question_id', 'share'])
    .execute();
  const shares = new Map(items.map(({ question_id, share }) => [question_id, Number(share)]));
  return { ...row, share: Number(row.share), title: content.title, quiz, shares };
}

async function refusalOfOccasion(tx: Tx, attempt: NewAttempt, person: Person): Promise<QuizRefusal | null> {
  const { occasion, workshop, course, quiz, version, madeAt } = attempt;
  if (occasion === 'course' || workshop === null)
    return (await takes(tx, course, person)) ? null : 'not-enrolled';
  const test = await testOf(tx, workshop);
  const same = test?.course === course && test.quiz.id === quiz && test.version === version;
  return same ? refusalToTest(tx, { workshop, occasion, at: madeAt }, person) : 'no-such-quiz';
}

export async function isHandedIn(tx: Tx, id: string, person: Pick<Person, 'id'>): Promise<boolean> {
  const row = await tx
    .selectFrom('quiz_attempts')
    .where('id', '=', id)
    .where('person_id', '=', person.id)
    .select('id')
    .executeTakeFirst();
  return row !== undefined;
}

async function takes(tx: Tx, course: string, person: Person): Promise<boolean> {
  const row = await coursesVisibleTo(tx, person)
    .where('courses.id', '=', course)
    .where('mine.begun_at', 'is not', null)
    .executeTakeFirst();
  return row !== undefined;
}

async function forgetKept(tx: Tx, sitting: Sitting, person: Person): Promise<void> {
  await tx.deleteFrom('quiz_drafts').where(ownIn(sitting, person)).execute();
}

/** Holds for what is somebody's own in a sitting. */
const ownIn =
  (sitting: Sitting, person: Person) => (eb: ExpressionBuilder<DB, 'quiz_drafts' | 'quiz_attempts'>) =>
    eb.and([
      eb('course_id', '=', sitting.course),
      eb('quiz_id', '=', sitting.quiz),
      eb('person_id', '=', person.id),
      eb('occasion', '=', sitting.occasion),
      eb('workshop_id', 'is not distinct from', sitting.workshop)
    ]);
