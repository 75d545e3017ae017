import { error } from '@sveltejs/kit';
import { answerInWords, notesOn, toldOfPaper, type Notes } from '#domains/training/index.ts';
import { openAttempt } from '#domains/training/index.server.ts';
import { formatTime } from '#platform/languages/format.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals }) => {
  const person = locals.person!;
  const attempt = await openAttempt(locals.tx, params.attempt);
  // A trainer reads results in the cohort; an attempt's page is its maker's.
  if (!attempt || attempt.course !== params.course || attempt.person !== person.id) error(404);
  const { quiz, shares, answers } = attempt;
  const says = quiz.feedback === 'after' && attempt.occasion === 'course';
  return {
    course: { id: attempt.course, title: attempt.title },
    workshop: attempt.workshop,
    quiz: { id: quiz.id, title: quiz.title },
    share: attempt.share,
    passed: attempt.passed,
    passMark: quiz.passMark,
    test: attempt.occasion !== 'course',
    entered:
      attempt.enteredBy && attempt.occasion !== 'course'
        ? toldOfPaper(
            { occasion: attempt.occasion, enteredBy: attempt.enteredBy, at: attempt.receivedAt },
            person.organisation.timeZone
          )
        : null,
    onPaper: attempt.enteredBy
      ? quiz.questions
          .filter(({ id }) => answers[id] !== undefined)
          .map((question) => ({
            id: question.id,
            text: question.text,
            answer: answerInWords(question, answers[question.id]!)
          }))
      : [],
    when: formatTime(attempt.madeAt, person.organisation.timeZone),
    said: says
      ? quiz.questions
          .filter(({ id }) => shares.has(id))
          .map((question) => ({
            id: question.id,
            text: question.text,
            given: answers[question.id],
            share: shares.get(question.id)!,
            notes: notesOn(question, quiz.showsRight) as Notes
          }))
      : []
  };
};
