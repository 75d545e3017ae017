/** What a learner's device sent and was set aside, in words: for the colleague who enters it by hand. */
import { sql } from 'kysely';
import type { Tx } from '#platform/database/index.server.ts';
import { formatList, formatShare } from '#platform/languages/format.ts';
import type { Told } from '#platform/offline/index.server.ts';
import { m } from '#messages';
import { answerInWords } from './answer-words.ts';
import type { CourseContent } from './course.ts';
import { versionOf } from './course.server.ts';
import type { SentAttempt, SentLessons } from './offline-courses.ts';
import type { SentPlay } from './offline-packages.ts';
import type { SentTest } from './offline-workshops.ts';
import { judged, outcomeIn, packageStandingNames, standingOfItem } from './package.ts';
import { packagesIn } from './package.server.ts';
import { testNames } from './quiz.ts';

export async function attemptInWords(tx: Tx, sent: SentAttempt): Promise<Told[]> {
  const course = await versionOf(tx, sent.course, sent.version);
  return course ? answersInWords(course, sent) : [];
}

export async function testInWords(tx: Tx, sent: SentTest): Promise<Told[]> {
  const workshop = await tx
    .selectFrom('workshops')
    .where('id', '=', sent.workshop)
    .select('title')
    .executeTakeFirst();
  const course = await versionOf(tx, sent.course, sent.version);
  return [
    ...(workshop ? [{ label: workshop.title, value: testNames[sent.occasion]() }] : []),
    ...(course ? answersInWords(course, sent) : [])
  ];
}

function answersInWords(course: CourseContent, { quiz: id, answers }: Pick<SentAttempt, 'quiz' | 'answers'>) {
  const quiz = course.quizzes.find((one) => one.id === id);
  if (!quiz) return [];
  const answered = quiz.questions.filter(({ id }) => answers[id] !== undefined);
  return [
    { label: course.title, value: quiz.title },
    ...answered.map((question) => ({
      label: question.text,
      value: answerInWords(question, answers[question.id]!)
    }))
  ];
}

export async function lessonsInWords(tx: Tx, { course, lessons }: SentLessons): Promise<Told[]> {
  const found = await newestVersionOf(tx, course);
  const titles = found?.lessons.filter(({ id }) => lessons.includes(id)).map(({ title }) => title) ?? [];
  return found ? [{ label: found.title, value: formatList(titles) }] : [];
}

export async function playInWords(tx: Tx, sent: SentPlay): Promise<Told[]> {
  const course = await newestVersionOf(tx, sent.course);
  const pack = (await packagesIn(tx, [sent.course])).find(({ id }) => id === sent.package);
  const item = pack?.items.find(({ identifier }) => identifier === sent.item);
  if (!course || !pack || !item) return [];
  const outcome = judged(outcomeIn(pack.edition, sent.cmi), pack.edition, item);
  return [
    { label: course.title, value: pack.title },
    { label: item.title, value: packageStandingNames[standingOfItem([outcome])]() },
    ...(outcome.scaled === null
      ? []
      : [{ label: m.training_told_score(), value: formatShare(outcome.scaled) }])
  ];
}

async function newestVersionOf(tx: Tx, course: string): Promise<CourseContent | undefined> {
  const row = await tx
    .selectFrom('course_versions')
    .where('course_id', '=', course)
    .select(sql<CourseContent>`content`.as('content'))
    .orderBy('number', 'desc')
    .executeTakeFirst();
  return row?.content;
}
