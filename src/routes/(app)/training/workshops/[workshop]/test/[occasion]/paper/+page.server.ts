import { testNames } from '#domains/training/index.ts';
import { learnersWithPapers } from '#domains/training/index.server.ts';
import { dayIn } from '#platform/clock/index.ts';
import { formatDay } from '#platform/languages/format.ts';
import { m } from '#messages';
import { occasionIn, testToEnter } from '../../test-of.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals }) => {
  const { workshop, test } = await testToEnter(locals, params);
  const occasion = occasionIn(params);
  const zone = locals.person!.organisation.timeZone;
  const learners = await learnersWithPapers(locals.tx, workshop.id, occasion);
  return {
    workshop: { id: workshop.id, title: workshop.title },
    occasion,
    title: `${testNames[occasion]()} · ${test.quiz.title}`,
    learners: learners.map(({ id, name, answered }) => ({
      id,
      name,
      open: answered === null,
      said: answered ? standing(answered, zone) : m.training_paper_open()
    }))
  };
};

type Answered = NonNullable<Awaited<ReturnType<typeof learnersWithPapers>>[number]['answered']>;

function standing({ enteredBy, at }: Answered, zone: string): string {
  return enteredBy
    ? m.training_paper_entered_by({ name: enteredBy, day: formatDay(dayIn(zone, at)) })
    : m.training_paper_own();
}
