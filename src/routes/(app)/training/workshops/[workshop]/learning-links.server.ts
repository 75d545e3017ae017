import { toldOfPaper } from '#domains/training/index.ts';
import {
  coursesAskedOf,
  enteredFor,
  refusalToEvaluate,
  refusalToTest,
  testOf
} from '#domains/training/index.server.ts';
import { can, type Person } from '#platform/access/index.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { m } from '#messages';

/** What there is to learn around a workshop, for this person now: what to prepare, the tests, the evaluation, the cohort. */
export async function learningLinks(
  tx: Tx,
  { id, my_seat_since }: { id: string; my_seat_since: Date | null },
  person: Person
): Promise<{ href: string; label: string }[]> {
  const here = `/training/workshops/${id}`;
  const trainers = [
    ...(can(person, 'courses.write')
      ? [{ href: `${here}/learning`, label: m.training_learning_title() }]
      : []),
    ...(can(person, 'assessments.record')
      ? [{ href: `/competence/assess/${id}`, label: m.competence_group_title() }]
      : []),
    ...(can(person, 'assessments.share')
      ? [{ href: `/competence/assess/${id}/share`, label: m.competence_share_link() }]
      : []),
    ...(can(person, 'assessments.see')
      ? [{ href: `/competence/certificates?workshop=${id}`, label: m.competence_led_to() }]
      : [])
  ];
  if (!my_seat_since || !can(person, 'courses.take')) return trainers;
  const asked = (await coursesAskedOf(tx, id)).map(({ course, title }) => ({
    href: `/training/courses/${course}`,
    label: m.training_prepare({ title })
  }));
  const tests = [];
  for (const occasion of (await testOf(tx, id)) ? (['before', 'after'] as const) : []) {
    if (await refusalToTest(tx, { workshop: id, occasion, at: now() }, person)) continue;
    const label = occasion === 'before' ? m.training_test_before() : m.training_test_after();
    tests.push({ href: `${here}/test/${occasion}`, label });
  }
  const evaluation = (await refusalToEvaluate(tx, id, person))
    ? []
    : [{ href: `${here}/evaluation`, label: m.training_evaluation_title() }];
  const entered = (await enteredFor(tx, id, person)).map((paper) => ({
    href: `/training/courses/${paper.course}/attempts/${paper.id}`,
    label: toldOfPaper(paper, person.organisation.timeZone)
  }));
  return [...asked, ...tests, ...entered, ...evaluation, ...trainers];
}
