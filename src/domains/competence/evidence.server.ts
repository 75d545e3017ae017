import { sql } from 'kysely';
import type { Tx } from '#platform/database/index.server.ts';

/** The assessments that a certificate stands on, as far as the speaker may see them. */
export function evidenceOf(tx: Tx, certificate: string) {
  return tx
    .selectFrom('certificate_evidence as evidence')
    .innerJoin('assessments', (join) =>
      join
        .onRef('assessments.organisation_id', '=', 'evidence.organisation_id')
        .onRef('assessments.id', '=', 'evidence.assessment_id')
    )
    .innerJoin('observations', (join) =>
      join
        .onRef('observations.organisation_id', '=', 'assessments.organisation_id')
        .onRef('observations.id', '=', 'assessments.observation_id')
    )
    .innerJoin('people as assessor', 'assessor.id', 'assessments.assessor_id')
    .where('evidence.certificate_id', '=', certificate)
    .select([
      'assessments.id',
      'observations.observed_on as on',
      'observations.rubric',
      'assessor.name as assessor'
    ])
    .orderBy('observations.observed_on')
    .execute();
}

/** The kinds of training that counted when a certificate was issued; null where nothing was written down then. */
export async function kindsCounted(tx: Tx, certificate: string): Promise<string[] | null> {
  const row = await tx
    .selectFrom('certificate_grounds')
    .where('certificate_id', '=', certificate)
    .select(sql<string[]>`rule -> 'hourKinds'`.as('kinds'))
    .executeTakeFirst();
  return row?.kinds ?? null;
}

/** The certificates that stand on an assessment. */
export async function certificatesOn(tx: Tx, assessment: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('certificate_evidence')
    .where('assessment_id', '=', assessment)
    .select('certificate_id')
    .execute();
  return rows.map(({ certificate_id }) => certificate_id);
}
