/** Agreement of this organisation's assessors: worked out when two are in, and asked by the gate. */
import { sql } from 'kysely';
import type { Person } from '#platform/access/index.ts';
import { addMonths, now, type Day } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';
import { figuresOfAssessor, type CoRating } from './assessor-agreement.ts';
import { deriveLevels } from './level.ts';
import type { Policy } from './policy.ts';
import { rubricsHere } from './rubric.server.ts';
import { rubricAt } from './rubric.ts';

/** Observations that several have judged, as far as the reader may see them, newest first. */
export async function coRatingsVisibleTo(tx: Tx, person: Person): Promise<CoRating[]> {
  const rubrics = await rubricsHere(tx);
  const rows = await tx
    .selectFrom('assessment_results')
    .innerJoin('assessments', 'assessments.id', 'assessment_results.assessment_id')
    .innerJoin('observations', 'observations.id', 'assessments.observation_id')
    .where('observations.organisation_id', '=', person.organisation.id)
    .where('observations.id', 'in', (query) =>
      query
        .selectFrom('assessments as asked')
        .groupBy('asked.observation_id')
        .having(({ fn }) => fn.countAll(), '>', 1)
        .select('asked.observation_id')
    )
    .select([
      'observations.id',
      'observations.rubric',
      'observations.rubric_version',
      'observations.observed_on',
      'assessments.assessor_id',
      'assessment_results.ticks'
    ])
    .orderBy('observations.observed_on', 'desc')
    .execute();
  return [...Map.groupBy(rows, ({ id }) => id).values()]
    .filter((results) => results.length > 1)
    .map((results) => {
      const { rubric, rubric_version, observed_on } = results[0]!;
      const { items } = rubricAt(rubrics, rubric, rubric_version)!;
      return {
        rubric,
        on: observed_on,
        assessors: results.map(({ assessor_id, ticks }) => ({
          id: assessor_id,
          levels: deriveLevels(items, new Set(ticks))
        }))
      };
    });
}

/** Works out anew how far those of one observation agree with others; nothing while only one is in. */
export async function workOutAgreement(tx: Tx, observation: string, person: Person): Promise<void> {
  const inNow = await tx
    .selectFrom('assessment_results')
    .innerJoin('assessments', 'assessments.id', 'assessment_results.assessment_id')
    .where('assessments.observation_id', '=', observation)
    .select('assessments.assessor_id as id')
    .execute();
  if (inNow.length < 2) return;
  const coRatings = await coRatingsVisibleTo(tx, person);
  await tx
    .insertInto('assessor_agreements')
    .values(
      inNow.map(({ id }) => {
        const { observations, icc, kappa } = figuresOfAssessor(coRatings, id);
        return {
          organisation_id: person.organisation.id,
          id: newId(),
          assessor_id: id,
          observations,
          icc: 'estimate' in icc ? icc.estimate.toFixed(4) : null,
          kappa: typeof kappa === 'number' ? kappa.toFixed(4) : null,
          worked_out_at: now()
        };
      })
    )
    .execute();
}

/** Assessors whose lone assessment waits for a second, by the policy: their agreement, and their calibration where it counts. */
export async function assessorsNotAlone(tx: Tx, policy: Policy, today: Day): Promise<string[]> {
  const { agreementMin, agreementPairsMin, calibrationCounts, calibrationMonths } = policy;
  const since = calibrationCounts ? addMonths(today, -calibrationMonths) : null;
  const { rows } = await sql<{ people: string[] }>`
    select assessors_not_alone(${agreementMin}::numeric, ${agreementPairsMin}::int, ${since}::date) as people`.execute(
    tx
  );
  return rows[0]!.people;
}
