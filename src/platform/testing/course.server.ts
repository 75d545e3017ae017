/** A small published course for tests: one lesson, and a quiz of four questions that are each right or wrong. */
import { scormZip } from '#assembly/story/scorm.ts';
import {
  addPackage,
  beginCourse,
  enrol,
  openItem,
  publishCourse,
  saveDraft,
  saveReport,
  scheduleWorkshop
} from '#domains/training/index.server.ts';
import {
  newQuiz,
  type Answers,
  type CourseContent,
  type Question,
  type Quiz
} from '#domains/training/index.ts';
import type { Person } from '#platform/access/index.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';
import { village, type TestDatabase } from './index.server.ts';

export type SmallCourse = {
  course: string;
  quiz: string;
  lesson: string;
  /** Answers of which so many are right. */
  answered: (right: number) => Answers;
};

/** Writes and publishes it as this trainer. */
export async function publishSmallCourse(
  tx: Tx,
  trainer: Person,
  { passMark = 0.5, words = 'Sit down.' }: { passMark?: number; words?: string } = {}
): Promise<SmallCourse> {
  const [course, quiz, lesson] = [newId(), newId(), newId()];
  const questions = Array.from({ length: 4 }, (_, at) => yesOrNo(`Question ${at + 1}?`));
  const content: CourseContent = {
    title: 'Listening',
    summary: '',
    lessons: [{ id: lesson, title: 'Begin', words }],
    quizzes: [aQuiz(questions, { id: quiz, passMark })]
  };
  await beginCourse(tx, { id: course, title: content.title, kind: 'other', language: 'en' }, trainer);
  const refusal = await saveDraft(tx, { course, revision: 0 }, () => content, trainer);
  const faults = await publishCourse(tx, course, trainer);
  if (refusal || faults.length > 0) throw new Error('The course was not published.');
  const answered = (right: number) =>
    Object.fromEntries(questions.map(({ id, options }, at) => [id, options[at < right ? 0 : 1]!.id]));
  return { course, quiz, lesson, answered };
}

export const aQuiz = (questions: Question[], more: Partial<Quiz> = {}): Quiz => ({
  ...newQuiz(newId()),
  title: 'What stays',
  questions,
  ...more
});

/** Listening is right, advising is too early, and the answers say so. */
export function whatComesFirst() {
  const [right, wrong] = [newId(), newId()];
  return {
    id: newId(),
    kind: 'single' as const,
    text: 'What comes first?',
    explanation: 'Listening.',
    options: [
      { id: right, text: 'To listen', right: true, feedback: '' },
      { id: wrong, text: 'To advise', right: false, feedback: 'Too early.' }
    ]
  };
}

/** A trainer and two learners. */
export async function classroom(database: TestDatabase) {
  const place = await village(database);
  const [tom, amina, ben] = [
    await place.person('Tom', 'trainer'),
    await place.person('Amina', 'supporter'),
    await place.person('Ben', 'supporter')
  ];
  return { ...place, tom, amina, ben };
}

/** A question that the first of two answers is right to. */
export function yesOrNo(text: string): Extract<Question, { kind: 'single' }> {
  const option = (words: string, right: boolean) => ({ id: newId(), text: words, right, feedback: '' });
  return {
    id: newId(),
    kind: 'single',
    text,
    explanation: '',
    options: [option('Yes', true), option('No', false)]
  };
}

/** Puts a package of one item into a course, `The pause`, of which eighty of a hundred pass. */
export async function addSmallPackage(tx: Tx, course: string, trainer: Person): Promise<string> {
  const id = newId();
  const inItem = '<adlcp:masteryscore>80</adlcp:masteryscore>';
  const bytes = scormZip({
    edition: '1.2',
    title: 'The pause',
    items: [{ identifier: 'one', title: 'The pause', href: 'one.html', inItem }],
    parts: { 'one.html': '<h1>The pause</h1>' }
  });
  const refusal = await addPackage(tx, { id, course, bytes }, trainer);
  if (refusal) throw new Error(refusal);
  return id;
}

/** What the small package's script says in a new visit of somebody who takes the course. */
export async function sayInPackage(
  tx: Tx,
  where: { course: string; package: string },
  {
    status,
    raw,
    exit = '',
    kept = ''
  }: { status: string; raw?: string; exit?: 'suspend' | ''; kept?: string },
  learner: Person
): Promise<void> {
  const visit = newId();
  const cmi = { suspend_data: kept, core: { lesson_status: status, exit, ...(raw && { score: { raw } }) } };
  const refusal =
    (await openItem(tx, { id: visit, item: 'one', ...where }, learner)) ??
    (await saveReport(tx, { visit, cmi, sequence: now().getTime() }, learner));
  if (refusal) throw new Error(refusal);
}

/** A workshop of one day, `2027-03-01T06:00Z` to `14:00Z`, in which these people have a seat. */
export async function scheduleOneDay(
  tx: Tx,
  { workshop, session }: { workshop: string; session: string },
  trainer: Person,
  learners: Person[]
): Promise<void> {
  const day = {
    id: session,
    startsAt: new Date('2027-03-01T06:00Z'),
    endsAt: new Date('2027-03-01T14:00Z')
  };
  const plan = {
    ...{ id: workshop, title: 'Listening days', aims: 'To listen.', kind: 'other' as const, line: null },
    ...{ venue: 'The school', onlineLink: null, language: 'en', timeZone: 'UTC', seats: 5 },
    ...{ trainers: [trainer.id], sessions: [day] }
  };
  const refusal = await scheduleWorkshop(tx, plan, trainer);
  if (refusal) throw new Error(JSON.stringify(refusal));
  for (const { id } of learners) await enrol(tx, { id: newId(), workshop, attendee: id }, trainer);
}
