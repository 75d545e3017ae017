import { partsToPass, testsOffered } from '#domains/training/index.server.ts';
import { testKey } from '#domains/training/index.ts';
import type { Person } from '#platform/access/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { m } from '#messages';

type Choice = { value: string; label: string };
type Choosable = { course: string; part: string; courseTitle: string; title: string };

/** The quizzes of published courses, for a form that lets one be chosen. */
export async function quizChoices(tx: Tx, person: Person): Promise<Choice[]> {
  return (await testsOffered(tx, person)).map(({ quiz, ...test }) => choice({ ...test, part: quiz }));
}

/** Everything in published courses that can be passed: their quizzes, and the lessons made elsewhere. */
export async function testChoices(tx: Tx, person: Person): Promise<Choice[]> {
  return (await partsToPass(tx, person)).map(choice);
}

const choice = (test: Choosable): Choice => ({
  value: testKey(test),
  label: m.training_test_choice({ course: test.courseTitle, quiz: test.title })
});
