/** A re-assessment answers the plans it is about, in the transaction that hands it in. */
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { dayIn, now, type Day } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import type { ItemLevel } from './level.ts';
import { policyOn } from './policy.server.ts';
import { requiredOn } from './policy.ts';
import { outcomeOf, type PlanOutcome } from './practice-plan.ts';
import type { Rubric } from './rubric.ts';

/** The plans of a person that nothing has closed. */
export function openPlans(tx: Tx, person: string) {
  return tx
    .selectFrom('practice_plans as plan')
    .leftJoin('practice_plan_closings as closing', (join) =>
      join
        .onRef('closing.organisation_id', '=', 'plan.organisation_id')
        .onRef('closing.plan_id', '=', 'plan.id')
    )
    .where('plan.organisation_id', '=', (query) => query.fn('current_organisation'))
    .where('plan.person_id', '=', person)
    .where('closing.plan_id', 'is', null)
    .select(['plan.id', 'plan.rubric', 'plan.items', 'plan.observation_id', 'plan.made_on']);
}

/** An observation as far as a plan asks. */
type Seen = {
  id: string;
  person: { id: string };
  rubric: Pick<Rubric, 'id' | 'items'>;
  observedOn: Day;
  results: { levels: ItemLevel[] | null }[];
  agreed: { levels: ItemLevel[] } | null;
  counts: ItemLevel[] | null;
};

/** Closes every open plan the observation answers. */
export async function answerPlans(tx: Tx, observation: Seen, person: Person): Promise<void> {
  const today = dayIn(person.organisation.timeZone);
  const required = requiredOn(await policyOn(tx, today), observation.rubric.items);
  const seen = {
    id: observation.id,
    rubric: observation.rubric.id,
    on: observation.observedOn,
    results: observation.results.map(({ levels }) => levels),
    agreed: observation.agreed?.levels ?? null,
    counts: observation.counts
  };
  for (const { id, rubric, items, observation_id, made_on } of await openPlans(
    tx,
    observation.person.id
  ).execute()) {
    const outcome = outcomeOf(
      { rubric, items, observation: observation_id, madeOn: made_on },
      seen,
      required
    );
    if (outcome)
      await closePlan(
        tx,
        { plan: id, subject: observation.person.id, outcome, observation: observation.id, reason: null },
        person
      );
  }
}

type Closing = {
  plan: string;
  subject: string;
  outcome: PlanOutcome;
  observation: string | null;
  reason: string | null;
};

export async function closePlan(
  tx: Tx,
  { plan, subject, outcome, observation, reason }: Closing,
  person: Person
): Promise<void> {
  await tx
    .insertInto('practice_plan_closings')
    .values({
      organisation_id: person.organisation.id,
      plan_id: plan,
      outcome,
      observation_id: observation,
      reason,
      closed_by: person.id,
      closed_on: dayIn(person.organisation.timeZone),
      closed_at: now()
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await audit(tx, {
    action: `practice-plan.${outcome}`,
    subject,
    thing: { kind: 'practice-plan', id: plan },
    ...(reason && { reason })
  });
}
