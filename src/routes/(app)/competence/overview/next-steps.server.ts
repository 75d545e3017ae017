/** Where a coordinator goes to put right what the gate waits for. */
import { getLocale } from '#languages';
import { m } from '#messages';
import type { Remedy } from '#domains/matching/index.ts';
import { modulesVisibleTo, workshopsVisibleTo } from '#domains/training/index.server.ts';
import { wordsIn, type WorkshopKind } from '#domains/training/index.ts';
import type { Person } from '#platform/access/index.ts';
import { dayIn } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { formatDay } from '#platform/languages/format.ts';
import type { Overview } from './overview.server.ts';

export type Step = { href: string; label: string };

// The first of them is what a new workshop would be scheduled as.
const kindsFor: Partial<Record<Remedy, WorkshopKind[]>> = {
  hours: ['foundational-helping', 'problem-management', 'specific-condition', 'suicide-first-response'],
  skills: ['foundational-helping'],
  'child-safeguarding': ['child-safeguarding']
};

/** What can be done about each remedy: training is a workshop to come with room in it, or one to schedule. */
export async function nextSteps(
  tx: Tx,
  { gate }: Overview,
  person: Person
): Promise<(remedy: Remedy) => Step[]> {
  const coming = await workshopsVisibleTo(tx, person)
    .where('dates.next_at', 'is not', null)
    .where('cancellation.cancelled_at', 'is', null)
    .whereRef('places.taken', '<', 'workshops.seats')
    .orderBy('dates.starts_at')
    .execute();
  const low = gate.openings.single.find(({ remedy }) => remedy === 'skills')?.waiting ?? [];
  const items = new Set(low.flatMap(({ supporter }) => gate.items.get(supporter) ?? []));
  const modules = (await modulesVisibleTo(tx, person)).filter(({ serves }) =>
    serves.some((competency) => items.has(competency.split('/')[1] ?? ''))
  );
  return (remedy) => {
    const kinds = kindsFor[remedy];
    if (!kinds) return plain[remedy] ? [plain[remedy]()] : [];
    const workshop = coming.find(({ kind }) => kinds.includes(kind));
    const day = workshop && formatDay(dayIn(workshop.time_zone, workshop.starts_at), 'short');
    return [
      workshop
        ? {
            href: `/training/workshops/${workshop.id}`,
            label: m.competence_overview_step_workshop({ title: workshop.title, day: day! })
          }
        : { href: '/training/workshops/new', label: m.competence_overview_step_schedule() },
      ...(remedy === 'skills' ? modules.slice(0, modulesMax).map(moduleStep) : [])
    ];
  };
}

// More than these no workshop re-teaches at once.
const modulesMax = 3;

const moduleStep = ({ module, titles }: { module: string; titles: Parameters<typeof wordsIn>[0] }): Step => ({
  href: `/training/modules/${module}`,
  label: m.competence_overview_step_module({ title: wordsIn(titles, getLocale()) })
});

const people = (remedy: Remedy) => (): Step => ({
  href: `/competence/overview/people?of=gate:${remedy}`,
  label: m.competence_overview_step_people()
});
const supervision = (): Step => ({ href: '/supervision', label: m.competence_overview_step_supervision() });

const plain: Partial<Record<Remedy, () => Step>> = {
  test: () => ({ href: '/training/courses', label: m.training_courses_title() }),
  assessment: people('assessment'),
  certificate: people('certificate'),
  practice: people('practice'),
  development: people('development'),
  supervision,
  supervisor: supervision,
  'background-check': people('background-check')
};
