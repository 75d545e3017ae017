/** Courses without a signal: what a learner's device takes along, and the answers and lessons done that it sends back. */
import { can, type Person } from '#platform/access/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { defineFieldKind, defineFieldPart } from '#platform/offline/index.server.ts';
import { m } from '#messages';
import { handIn, standingIn } from './attempt.server.ts';
import { coursesVisibleTo, finishLessons } from './course.server.ts';
import { bytesOfMedia, mediaOf } from './course-media.server.ts';
import { lessonHtml } from './lesson-text.server.ts';
import { sentAttempt, sentLessons, type CourseTaken, type QuizTaken } from './offline-courses.ts';
import { packagesToTake } from './offline-packages.server.ts';
import { sentPlay } from './offline-packages.ts';
import { attemptInWords, lessonsInWords, playInWords } from './offline-told.server.ts';
import { receivePlay } from './package-visit.server.ts';
import { reportRefusals, visitRefusals } from './package.ts';
import { paper, quizRefusals, seedOf, type Quiz } from './quiz.ts';

// Those taken up last; a telephone has little room, and nobody reads more in three days.
const coursesMax = 6;

export function assembleOfflineCourses(): void {
  defineFieldPart('courses', coursesFor);
  defineFieldKind({
    kind: 'quiz-attempt',
    permission: 'courses.take',
    payload: sentAttempt,
    title: m.training_course_quizzes,
    inWords: attemptInWords,
    run: async (tx, { id, madeAt, payload }, person) => {
      const attempt = { ...payload, id, madeAt, occasion: 'course' as const, workshop: null };
      const refusal = await handIn(tx, attempt, person);
      return refusal && quizRefusals[refusal]();
    }
  });
  defineFieldKind({
    kind: 'package-play',
    permission: 'courses.take',
    payload: sentPlay,
    title: m.training_packages_title,
    inWords: playInWords,
    run: async (tx, { id, payload }, person) => {
      const refusal = await receivePlay(tx, { ...payload, id }, person);
      return refusal && { ...visitRefusals, ...reportRefusals }[refusal]();
    }
  });
  defineFieldKind({
    kind: 'lessons-done',
    permission: 'courses.take',
    payload: sentLessons,
    title: m.training_course_lessons,
    inWords: lessonsInWords,
    run: async (tx, { madeAt, payload }, person) => {
      const refusal = await finishLessons(tx, { ...payload, at: madeAt }, person);
      return refusal && quizRefusals[refusal]();
    }
  });
}

/** The courses that this person has taken up. Null for somebody who takes none by their role. */
async function coursesFor(tx: Tx, person: Person): Promise<CourseTaken[] | null> {
  if (!can(person, 'courses.take')) return null;
  const courses = await coursesVisibleTo(tx, person)
    .where('mine.begun_at', 'is not', null)
    .orderBy('mine.begun_at', 'desc')
    .orderBy('courses.id')
    .limit(coursesMax)
    .execute();
  const packages = await packagesToTake(
    tx,
    courses.map(({ id }) => id),
    person
  );
  const taken: CourseTaken[] = [];
  for (const { id, version, language, content, my_done, my_bookmark } of courses) {
    const addressOf = (file: string) => `/training/courses/${id}/media/${file}`;
    const media = (await mediaOf(tx, id)).filter((one) =>
      content.lessons.some(({ words }) => words.includes(`media:${one.id}`))
    );
    const bytes = await bytesOfMedia(tx, media);
    const kept = packages.get(id) ?? [];
    const quizzes: QuizTaken[] = [];
    for (const quiz of content.quizzes) quizzes.push(await quizFor(tx, id, quiz, person));
    taken.push({
      id,
      version,
      title: content.title,
      language,
      lessons: content.lessons.map(({ id, title, words }) => ({
        id,
        title,
        html: lessonHtml(words, media, language, addressOf)
      })),
      files: [
        ...[...bytes].map(([file, bytes]) => ({ address: addressOf(file), bytes })),
        ...kept.filter(({ stage }) => stage).map(({ address, bytes }) => ({ address, bytes }))
      ].toSorted(byAddress),
      bookmark: my_bookmark,
      done: (my_done ?? []).toSorted(),
      quizzes,
      packages: kept.map(({ course: _course, bytes: _bytes, ...pack }) => pack)
    });
  }
  return taken;
}

// The same order every time, so that nothing seems to have changed.
const byAddress = (a: { address: string }, b: { address: string }) => (a.address < b.address ? -1 : 1);

async function quizFor(tx: Tx, course: string, quiz: Quiz, person: Person): Promise<QuizTaken> {
  const sitting = { course, quiz: quiz.id, occasion: 'course' as const, workshop: null };
  const { number, refusal, attempts } = await standingIn(tx, quiz, sitting, person);
  const seed = seedOf(quiz.id, { ...sitting, person: person.id, number });
  return {
    id: quiz.id,
    title: quiz.title,
    passMark: quiz.passMark,
    number,
    attemptsLeft: quiz.attemptsMax === null ? null : Math.max(0, quiz.attemptsMax - attempts.length),
    results: attempts.map(({ share }) => share),
    paper: refusal ? [] : paper(quiz, seed, true)
  };
}
