import { error } from '@sveltejs/kit';
import { cohortOfWorkshop, workshopsVisibleTo } from '#domains/training/index.server.ts';
import { now } from '#platform/clock/index.ts';
import { csvResponse } from '#platform/csv/index.ts';
import { m } from '#messages';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ params, locals }) => {
  const person = locals.person!;
  const workshop = await workshopsVisibleTo(locals.tx, person)
    .where('workshops.id', '=', params.workshop)
    .executeTakeFirst();
  if (!workshop) error(404);
  return csvResponse(
    'cohort',
    [
      { label: m.training_learner(), of: ({ name }) => name },
      { label: m.training_hours_attended(), of: ({ hours }) => hours?.attended ?? null },
      { label: m.training_hours_held(), of: ({ hours }) => hours?.held ?? null },
      { label: m.training_course_progress(), of: ({ lessons }) => lessons.done },
      { label: m.training_course_lessons(), of: ({ lessons }) => lessons.all },
      { label: m.training_quizzes_passed(), of: ({ quizzes }) => quizzes.passed },
      { label: m.training_course_quizzes(), of: ({ quizzes }) => quizzes.all },
      {
        label: m.training_cohort_standing(),
        of: ({ behind }) => (behind ? m.training_behind() : m.training_on_the_way())
      }
    ],
    await cohortOfWorkshop(locals.tx, { workshop: workshop.id, at: now() }, person)
  );
};
