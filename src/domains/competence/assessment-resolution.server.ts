/** Keeps what two assessors agreed after talking it over; both their ticks stay as they were. */
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { countedLevels, disputedItems, type ResolutionRefusal } from './assessment-resolution.ts';
import type { Observation } from './assessment.server.ts';
import type { ItemLevel } from './level.ts';
import { answerPlans } from './practice-plan-closing.server.ts';

/** Who may say what counts: an assessor who was asked, or a supervisor; nobody about themselves. */
export function maySettle(
  { person: seen, results }: Pick<Observation, 'person' | 'results'>,
  person: Person
): boolean {
  return (
    seen.id !== person.id &&
    (person.roles.includes('supervisor') || results.some(({ assessor }) => assessor.id === person.id))
  );
}

type Settled = {
  observation: Observation;
  /** Names every disputed item and no other. */
  levels: ItemLevel[];
  reason: string;
  /** The assessment whose levels these are. */
  takenFrom?: string;
};

/** Sent again unchanged it is the same resolution. */
export async function resolve(
  tx: Tx,
  { observation, levels, reason, takenFrom }: Settled,
  person: Person
): Promise<ResolutionRefusal | null> {
  if (!maySettle(observation, person)) return 'not-yours';
  const disputed = disputedItems(
    observation.results.flatMap((result) => (result.levels ? [result.levels] : []))
  );
  if (disputed.length === 0) return 'nothing-disputed';
  if (disputed.join() !== levels.map(({ item }) => item).join()) return 'other-items';
  if (observation.agreed)
    return JSON.stringify(observation.agreed.levels) === JSON.stringify(levels) ? null : 'already-resolved';
  await tx
    .insertInto('assessment_resolutions')
    .values({
      organisation_id: person.organisation.id,
      observation_id: observation.id,
      levels: JSON.stringify(levels),
      reason,
      taken_from: takenFrom ?? null,
      agreed_by: person.id,
      agreed_at: now()
    })
    .execute();
  await audit(tx, {
    action: 'assessment.resolved',
    subject: observation.person.id,
    thing: { kind: 'observation', id: observation.id },
    reason
  });
  const counts = countedLevels(
    observation.results.flatMap((result) => (result.levels ? [result.levels] : [])),
    levels
  );
  await answerPlans(tx, { ...observation, agreed: { levels }, counts }, person);
  return null;
}

/** Takes what a third assessor saw for every disputed item; nobody takes their own. */
export async function takeThird(
  tx: Tx,
  { observation, third, reason }: { observation: Observation; third: string; reason: string },
  person: Person
): Promise<ResolutionRefusal | null> {
  const result = observation.results.slice(2).find(({ assessment }) => assessment === third);
  if (!result?.levels || result.assessor.id === person.id) return 'not-yours';
  const disputed = disputedItems(observation.results.flatMap(({ levels }) => (levels ? [levels] : [])));
  const levels = result.levels.filter(({ item }) => disputed.includes(item));
  return resolve(tx, { observation, levels, reason, takenFrom: third }, person);
}
