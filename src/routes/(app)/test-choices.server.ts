import { testsOffered } from '#domains/training/index.server.ts';
import { testKey } from '#domains/training/index.ts';
import type { Person } from '#platform/access/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { m } from '#messages';

/** The tests of published courses, for a form that lets one be chosen. */
export async function testChoices(tx: Tx, person: Person): Promise<{ value: string; label: string }[]> {
  return (await testsOffered(tx, person)).map((test) => ({
    value: testKey(test),
    label: m.training_test_choice({ course: test.courseTitle, quiz: test.title })
  }));
}
