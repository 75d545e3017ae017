import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import {
  draftRefusals,
  newQuiz,
  questionKindNames,
  questionKinds,
  type CourseContent,
  type Quiz
} from '#domains/training/index.ts';
import { saveDraft } from '#domains/training/index.server.ts';
import { readForm } from '#platform/forms/index.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import type { Actions, PageServerLoad } from './$types';
import { draftOf, revisionIn } from '../../draft.server.ts';

const count = (max: number) =>
  v.pipe(
    v.string(),
    v.trim(),
    v.regex(/^\d*$/, () => m.training_quiz_error_count()),
    v.transform((text) => (text === '' ? null : Number(text))),
    v.nullable(
      v.pipe(
        v.number(),
        v.minValue(1, () => m.training_quiz_error_count()),
        v.maxValue(max, () => m.training_quiz_error_count())
      )
    )
  );
const Settings = v.object({
  title: v.pipe(
    v.string(),
    v.trim(),
    v.nonEmpty(() => m.training_error_required()),
    v.maxLength(200)
  ),
  draws: count(200),
  attemptsMax: count(100),
  counts: v.picklist(['best', 'last'], () => m.training_error_choose()),
  passMark: v.pipe(
    v.string(),
    v.regex(/^(100|\d{1,2})$/, () => m.training_quiz_error_share()),
    v.transform((text) => Number(text) / 100)
  ),
  feedback: v.picklist(['after', 'never'], () => m.training_error_choose()),
  showsRight: v.optional(v.literal('yes'))
});

export const load: PageServerLoad = async ({ params, locals }) => {
  const { id, content, revision } = await draftOf(locals.tx, params.course, locals.person!);
  const known = content.quizzes.find((one) => one.id === params.quiz);
  return {
    course: { id, title: content.title },
    revision,
    known: known !== undefined,
    quiz: known ?? newQuiz(params.quiz),
    kinds: questionKinds.map((kind) => ({ kind, name: questionKindNames[kind]() }))
  };
};

export const actions: Actions = {
  save: async ({ params, request, locals, cookies }) => {
    const form = await request.formData();
    const { input, values, errors } = readForm(Settings, form);
    if (!input) return fail(400, { values, errors });
    const set = (quiz: Quiz): Quiz => ({ ...quiz, ...input, showsRight: input.showsRight === 'yes' });
    const refusal = await saveDraft(
      locals.tx,
      { course: params.course, revision: revisionIn(form) },
      (content) => withQuiz(content, params.quiz, set),
      locals.person!
    );
    if (refusal) return fail(409, { values, refusal: draftRefusals[refusal]() });
    say(cookies, m.training_course_saved());
    redirect(303, `/training/courses/${params.course}/draft/quizzes/${params.quiz}`);
  },
  remove: async ({ params, request, locals, cookies }) => {
    const form = await request.formData();
    const without = (quiz: Quiz): Quiz => ({
      ...quiz,
      questions: quiz.questions.filter(({ id }) => id !== form.get('thing'))
    });
    const refusal = await saveDraft(
      locals.tx,
      { course: params.course, revision: revisionIn(form) },
      (content) => withQuiz(content, params.quiz, without),
      locals.person!
    );
    if (refusal) return fail(409, { refusal: draftRefusals[refusal]() });
    say(cookies, m.training_course_saved());
    redirect(303, `/training/courses/${params.course}/draft/quizzes/${params.quiz}`);
  }
};

function withQuiz(content: CourseContent, id: string, change: (quiz: Quiz) => Quiz): CourseContent {
  const known = content.quizzes.some((quiz) => quiz.id === id);
  const quizzes = known ? content.quizzes : [...content.quizzes, newQuiz(id)];
  return { ...content, quizzes: quizzes.map((quiz) => (quiz.id === id ? change(quiz) : quiz)) };
}
