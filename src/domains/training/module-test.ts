/** The test of a module: a quiz of a course. Passing it is needed for the module, and may stand in for its hours. */
import { m } from '#messages';

/** A quiz of a course; written `course/quiz` where another room or a form keeps it. */
export type CourseTest = { course: string; quiz: string };
export type ModuleTest = CourseTest & { courseTitle: string; insteadOfHours: boolean };

export const testKey = ({ course, quiz }: CourseTest) => `${course}/${quiz}`;

export type ModuleTestRefusal = 'no-such-quiz' | 'not-yours-to-publish';
export const moduleTestRefusals = {
  'no-such-quiz': m.training_quiz_refusal_no_such_quiz,
  'not-yours-to-publish': m.training_refusal_not_yours_to_publish
} satisfies Record<ModuleTestRefusal, () => string>;
