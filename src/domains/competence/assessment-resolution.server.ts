/** Keeps what two assessors agreed after talking it over; both their ticks stay as they were. */
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { countedLevels, disputedItems, type ResolutionRefusal } from './assessment-resolution.ts';
import type { Observation } from './assessment.server.ts';
import type { ItemLevel } from './level.ts';
import { answerPlans } from './practice-plan-closing.server.ts';

/** `levels` names every disputed item and no other. Sent again unchanged it is the same resolution. */
export async function resolve(
  tx: Tx,
  { observation, levels, reason }: { observation: Observation; levels: ItemLevel[]; reason: string },
  person: Person
): Promise<ResolutionRefusal | null> {
  const mine = observation.results.some(({ assessor }) => assessor.id === person.id);
  if (observation.person.id === person.id || !(mine || person.roles.includes('supervisor')))
    return 'not-yours';
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
