import { itemAnalysisMin, itemVerdicts, verdictOn } from '#domains/training/index.ts';
import {
  cohortOfCourse,
  evaluationsOver,
  gainOver,
  itemsOfQuiz,
  workshopsTestedBy
} from '#domains/training/index.server.ts';
import { formatNumber, formatShare } from '#platform/languages/format.ts';
import { m } from '#messages';
import { byWorkshop, evaluationWords, gainWords } from '../../../figures.server.ts';
import { courseOf } from '../course.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals }) => {
  const person = locals.person!;
  const course = await courseOf(locals, params.course);
  const quizzes = [];
  for (const quiz of course.content.quizzes) {
    const items = await itemsOfQuiz(locals.tx, course.id, quiz);
    quizzes.push({
      id: quiz.id,
      title: quiz.title,
      items: items.map(({ id, text, figures }) => ({
        id,
        text,
        n: figures ? formatNumber(figures.n) : m.training_item_too_few({ min: itemAnalysisMin }),
        p: figures ? formatShare(figures.p) : null,
        r: figures?.r == null ? null : formatNumber(figures.r, 2),
        says: figures ? itemVerdicts[verdictOn(figures)]() : null
      }))
    });
  }
  const workshops = await workshopsTestedBy(locals.tx, course.id, person);
  const ids = workshops.map(({ id }) => id);
  const gain = await gainOver(locals.tx, ids);
  const evaluation = await evaluationsOver(locals.tx, ids);
  return {
    gain: workshops.length > 0 ? gainWords(gain) : null,
    evaluation: evaluation.all && evaluationWords(evaluation.all),
    workshops: byWorkshop(workshops, gain.each, evaluation.each),
    course: { id: course.id, title: course.content.title },
    learners: await cohortOfCourse(locals.tx, course.id, person),
    quizzes
  };
};
