/** A course: lessons and quizzes, and what must be right before it is published. */
import * as v from 'valibot';
import { m } from '#messages';
import { faultOfCase, quiz, type Quiz } from './quiz.ts';
import type { Question } from './question.ts';

const id = v.pipe(v.string(), v.uuid());

const lesson = v.object({
  id,
  title: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)),
  /** Markdown. */
  words: v.pipe(v.string(), v.maxLength(60_000))
});
export const courseContent = v.object({
  title: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)),
  summary: v.pipe(v.string(), v.trim(), v.maxLength(2000)),
  lessons: v.pipe(v.array(lesson), v.maxLength(100)),
  quizzes: v.pipe(v.array(quiz), v.maxLength(50))
});
export type Lesson = v.InferOutput<typeof lesson>;
export type CourseContent = v.InferOutput<typeof courseContent>;

export type DraftRefusal = 'changed-meanwhile' | 'no-such-course' | 'too-much';
export const draftRefusals = {
  'changed-meanwhile': m.training_course_refusal_changed_meanwhile,
  'no-such-course': m.training_course_refusal_no_such_course,
  'too-much': m.training_course_refusal_too_much
} satisfies Record<DraftRefusal, () => string>;

/** A reason why a course cannot be published yet, and where. */
export type PublishFault =
  | { fault: 'nothing-in-it' | 'nothing-new' }
  | { fault: 'empty-lesson' | 'no-questions' | 'draws-too-many'; title: string }
  | { fault: 'no-right-answer' | 'too-few-parts' | 'broken-case'; title: string; question: string };

export function wordsOfFault(fault: PublishFault): string {
  switch (fault.fault) {
    case 'nothing-in-it':
      return m.training_course_fault_nothing_in_it();
    case 'nothing-new':
      return m.training_course_fault_nothing_new();
    case 'empty-lesson':
      return m.training_course_fault_empty_lesson(fault);
    case 'no-questions':
      return m.training_course_fault_no_questions(fault);
    case 'draws-too-many':
      return m.training_course_fault_draws_too_many(fault);
    case 'no-right-answer':
      return m.training_course_fault_no_right_answer(fault);
    case 'too-few-parts':
      return m.training_course_fault_too_few_parts(fault);
    case 'broken-case':
      return m.training_course_fault_broken_case(fault);
  }
}

/** Everything that keeps this draft, and the packages that go with it, from being published. */
export function faultsOf(content: CourseContent, packages = 0): PublishFault[] {
  if (content.lessons.length + content.quizzes.length + packages === 0) return [{ fault: 'nothing-in-it' }];
  return [
    ...content.lessons.flatMap(({ title, words }): PublishFault[] =>
      words.trim() === '' ? [{ fault: 'empty-lesson', title }] : []
    ),
    ...content.quizzes.flatMap(faultsOfQuiz)
  ];
}

function faultsOfQuiz({ title, questions, draws }: Quiz): PublishFault[] {
  if (questions.length === 0) return [{ fault: 'no-questions', title }];
  return [
    ...(draws !== null && draws > questions.length ? [{ fault: 'draws-too-many', title } as const] : []),
    ...questions.flatMap((question): PublishFault[] => {
      const fault = faultOfQuestion(question);
      return fault ? [{ fault, title, question: question.text }] : [];
    })
  ];
}

function faultOfQuestion(question: Question): 'no-right-answer' | 'too-few-parts' | 'broken-case' | null {
  switch (question.kind) {
    case 'vignette':
      return faultOfCase(question.steps) && 'broken-case';
    case 'short':
      return question.accepted.length === 0 ? 'no-right-answer' : null;
    case 'order':
      return question.items.length < 2 ? 'too-few-parts' : null;
    case 'match':
      return question.pairs.length < 2 ? 'too-few-parts' : null;
    case 'single':
    case 'multiple':
      if (question.options.length < 2) return 'too-few-parts';
      return faultOfRights(question.kind, question.options.filter(({ right }) => right).length);
  }
}

function faultOfRights(kind: 'single' | 'multiple', rights: number): 'no-right-answer' | null {
  return (kind === 'single' ? rights === 1 : rights >= 1) ? null : 'no-right-answer';
}

/** Where to go on: the bookmark while its lesson is not done, else the first lesson not done, else nothing. */
export function nextLesson<Some extends Pick<Lesson, 'id'>>(
  lessons: Some[],
  done: string[],
  bookmark: string | null
): Some | undefined {
  const left = lessons.filter(({ id }) => !done.includes(id));
  return left.find(({ id }) => id === bookmark) ?? left[0];
}
