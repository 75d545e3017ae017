import { sql } from 'kysely';
import { can, type Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { now, type Day } from '#platform/clock/index.ts';
import { versionsSet, type Tx } from '#platform/database/index.server.ts';
import { defaultTrainingPolicy, type NewTrainingPolicy, type TrainingPolicy } from './policy.ts';

/** The policy in force on a day: the organisation's newest row from before it, else the default. */
export async function trainingPolicyOn(tx: Tx, day: Day): Promise<TrainingPolicy> {
  const own = await tx
    .selectFrom('training_policies')
    .select([
      sql<TrainingPolicy['prerequisites']>`prerequisites`.as('prerequisites'),
      'trained_percent as trainedPercent',
      sql<TrainingPolicy['competentBy']>`competent_by`.as('competentBy'),
      'competent_within_days as competentWithinDays',
      'source'
    ])
    .where('effective_from', '<=', day)
    .orderBy('effective_from', 'desc')
    .orderBy('set_at', 'desc')
    .executeTakeFirst();
  return own ?? defaultTrainingPolicy;
}

/** Everything the organisation has set, the newest first. */
export const trainingPolicies = (tx: Tx, person: Person) =>
  versionsSet(
    tx,
    'training_policies',
    'effective_from',
    (row) => ({
      prerequisites: row.prerequisites as TrainingPolicy['prerequisites'],
      trainedPercent: row.trained_percent,
      competentBy: row.competent_by as TrainingPolicy['competentBy'],
      competentWithinDays: row.competent_within_days
    }),
    person.organisation.id
  );

/** Decides from a day on. Earlier rows stay, so that everything can be judged by the rule of its day. A repeat changes nothing. */
export async function setTrainingPolicy(
  tx: Tx,
  policy: NewTrainingPolicy,
  person: Person
): Promise<'not-yours-to-set' | null> {
  if (!can(person, 'policies.set')) return 'not-yours-to-set';
  await tx
    .insertInto('training_policies')
    .values({
      organisation_id: person.organisation.id,
      id: policy.id,
      prerequisites: policy.prerequisites,
      trained_percent: policy.trainedPercent,
      competent_by: policy.competentBy,
      competent_within_days: policy.competentWithinDays,
      effective_from: policy.effectiveFrom,
      source: policy.source,
      reason: policy.reason,
      set_by: person.id,
      set_at: now()
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const thing = { kind: 'training-policy', id: policy.id };
  await audit(tx, { action: 'training-policy.set', thing, reason: policy.reason });
  return null;
}
