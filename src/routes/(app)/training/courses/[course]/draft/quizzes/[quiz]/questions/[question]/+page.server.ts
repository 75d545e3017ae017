import { error, fail, redirect } from '@sveltejs/kit';
import {
  draftRefusals,
  questionKindNames,
  questionKinds,
  type CourseContent,
  type Question,
  type QuestionKind
} from '#domains/training/index.ts';
import { saveDraft } from '#domains/training/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import type { Actions, PageServerLoad } from './$types';
import { draftOf, revisionIn } from '../../../../draft.server.ts';
import { fieldsOf, questionFrom, type Fields } from './question-form.ts';

type Params = { course: string; quiz: string; question: string };

export const load: PageServerLoad = async ({ params, url, locals }) => {
  const { draft, quiz, known, kind } = await questionOf(locals.tx, params, url, locals.person!);
  return {
    course: { id: draft.id, title: draft.content.title },
    quiz: { id: quiz.id, title: quiz.title },
    revision: draft.revision,
    kind,
    kindName: questionKindNames[kind](),
    fields: known ? fieldsOf(known) : ({} as Fields)
  };
};

export const actions: Actions = {
  default: async ({ params, url, request, locals, cookies }) => {
    const form = await request.formData();
    const values: Fields = Object.fromEntries([...form].map(([name, value]) => [name, String(value)]));
    const { known, kind } = await questionOf(locals.tx, params, url, locals.person!);
    const written = questionFrom(values, { id: params.question, kind, before: known });
    if (!written) return fail(400, { values, refusal: m.training_question_incomplete() });
    const refusal = await saveDraft(
      locals.tx,
      { course: params.course, revision: revisionIn(form) },
      (content) => withQuestion(content, params.quiz, written),
      locals.person!
    );
    if (refusal) return fail(409, { values, refusal: draftRefusals[refusal]() });
    say(cookies, m.training_course_saved());
    redirect(303, `/training/courses/${params.course}/draft/quizzes/${params.quiz}`);
  }
};

async function questionOf(tx: Tx, params: Params, url: URL, person: Person) {
  const draft = await draftOf(tx, params.course, person);
  const quiz = draft.content.quizzes.find(({ id }) => id === params.quiz);
  if (!quiz) error(404);
  const known = quiz.questions.find(({ id }) => id === params.question);
  const kind = known?.kind ?? questionKinds.find((one) => one === url.searchParams.get('kind'));
  return { draft, quiz, known, kind: kind ?? ('single' satisfies QuestionKind) };
}

function withQuestion(content: CourseContent, quiz: string, question: Question): CourseContent {
  return {
    ...content,
    quizzes: content.quizzes.map((one) => {
      if (one.id !== quiz) return one;
      const known = one.questions.some(({ id }) => id === question.id);
      const questions = known
        ? one.questions.map((other) => (other.id === question.id ? question : other))
        : [...one.questions, question];
      return { ...one, questions };
    })
  };
}
