/** What a trainer has taught: who of their learners is falling behind, and what to teach again. */
import { sql } from 'kysely';
import type { Person } from '#platform/access/index.ts';
import { addDays, dayIn, now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { cohortOfWorkshop, type Learner } from './cohort.server.ts';
import { evaluationsOver } from './evaluation.server.ts';
import { workshopsVisibleTo } from './workshop.server.ts';
import { gainOver, type GainOverWorkshops } from './workshop-test.server.ts';

// Who fell behind longer ago has met their next training; policy.
const behindDaysMax = 90;
// A question that fewer know afterwards is taught again; policy.
const knownMin = 0.7;

export type Taught = {
  workshops: { id: string; title: string; starts_at: Date; ends_at: Date; time_zone: string }[];
  behind: (Learner & { workshop: { id: string; title: string } })[];
  again: GainOverWorkshops['items'];
  gain: GainOverWorkshops;
  evaluation: Awaited<ReturnType<typeof evaluationsOver>>;
};

/** Everybody who teaches or has taught a workshop here. */
export function trainersHere(tx: Tx) {
  return tx
    .selectFrom('workshop_trainers as trainer')
    .innerJoin('people', 'people.id', 'trainer.person_id')
    .select(['people.id', 'people.name'])
    .distinct()
    .orderBy('people.name')
    .execute();
}

/** What one trainer has taught, as far as this person may see it; the newest first. */
export async function taughtBy(tx: Tx, trainer: string, person: Person): Promise<Taught> {
  const workshops = await workshopsVisibleTo(tx, person)
    .where('cancellation.cancelled_at', 'is', null)
    .where('dates.starts_at', '<=', now())
    .where(taughtAnyOfIt(trainer))
    .orderBy('dates.starts_at', 'desc')
    .execute();
  const ids = workshops.map(({ id }) => id);
  const since = addDays(dayIn(person.organisation.timeZone), -behindDaysMax);
  const behind: Taught['behind'] = [];
  for (const { id, title, ends_at } of workshops.filter(
    (one) => dayIn(one.time_zone, one.ends_at) >= since
  )) {
    const at = ends_at < now() ? ends_at : now();
    const learners = await cohortOfWorkshop(tx, { workshop: id, at }, person);
    behind.push(
      ...learners
        .filter((learner) => learner.behind)
        .map((learner) => ({ ...learner, workshop: { id, title } }))
    );
  }
  const gain = await gainOver(tx, ids);
  return {
    workshops,
    behind,
    again: gain.items
      .filter((item) => item.gain.after < knownMin)
      .toSorted((one, other) => one.gain.after - other.gain.after),
    gain,
    evaluation: await evaluationsOver(tx, ids)
  };
}

// Whoever stopped before it began taught nothing of it.
const taughtAnyOfIt = (trainer: string) => sql<boolean>`exists (
  select from workshop_trainers t where t.organisation_id = workshops.organisation_id and t.workshop_id = workshops.id
    and t.person_id = ${trainer} and (t.left_at is null or t.left_at > dates.starts_at))`;

/** The workshops that ask a quiz of this course before and after, the newest first. */
export function workshopsTestedBy(tx: Tx, course: string, person: Person) {
  return workshopsVisibleTo(tx, person)
    .where('workshops.id', 'in', (eb) =>
      eb.selectFrom('workshop_tests').where('course_id', '=', course).select('workshop_id')
    )
    .orderBy('dates.starts_at', 'desc')
    .execute();
}
