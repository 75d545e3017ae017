/**
 * The test of a module: a quiz of a course, or a package in it. Passing it is needed for the module, and may stand in for its
 * hours.
 */
import { m } from '#messages';

/** What of a course can be passed, `part` being a quiz or a package; written `course/part` where a room or a form keeps it. */
export type CourseTest = { course: string; part: string };
export type ModuleTest = CourseTest & { courseTitle: string; insteadOfHours: boolean };

export const testKey = ({ course, part }: CourseTest) => `${course}/${part}`;

export type ModuleTestRefusal = 'no-such-test' | 'not-yours-to-publish';
export const moduleTestRefusals = {
  'no-such-test': m.training_module_test_refusal_gone,
  'not-yours-to-publish': m.training_refusal_not_yours_to_publish
} satisfies Record<ModuleTestRefusal, () => string>;
