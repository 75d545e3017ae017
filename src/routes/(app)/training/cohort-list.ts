import type { Learner } from '#domains/training/index.server.ts';
import type { Column } from '#platform/csv/index.ts';
import { m } from '#messages';

/** A cohort as a list to take along; hours only where there is something to attend. */
export function cohortList(learners: Learner[]) {
  const hours: Column<Learner>[] = [
    { label: m.training_hours_attended(), of: ({ hours }) => hours?.attended ?? null },
    { label: m.training_hours_held(), of: ({ hours }) => hours?.held ?? null }
  ];
  const columns: Column<Learner>[] = [
    { label: m.training_learner(), of: ({ name }) => name },
    ...(learners.some((learner) => learner.hours) ? hours : []),
    { label: m.training_course_progress(), of: ({ lessons }) => lessons.done },
    { label: m.training_course_lessons(), of: ({ lessons }) => lessons.all },
    { label: m.training_quizzes_passed(), of: ({ quizzes }) => quizzes.passed },
    { label: m.training_course_quizzes(), of: ({ quizzes }) => quizzes.all },
    { label: m.training_packages_done(), of: ({ packages }) => packages.done },
    { label: m.training_packages_title(), of: ({ packages }) => packages.all },
    {
      label: m.training_cohort_standing(),
      of: ({ behind }) => (behind ? m.training_behind() : m.training_on_the_way())
    }
  ];
  return { name: 'cohort', title: m.training_cohort(), columns, rows: learners };
}
