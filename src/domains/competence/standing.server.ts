/** What the gate needs to know of helpers, in two queries for all of them; it may be asked for a seeker, too. */
import { sql } from 'kysely';
import { dayIn, type Day } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { validityOf, type CertificateRole } from './certificate.ts';
import { helperRoles } from './assessment.ts';
import { assessorsNotAlone } from './assessor-agreement.server.ts';
import { countedLevels } from './assessment-resolution.ts';
import { deriveLevels, type ItemLevel, type Level } from './level.ts';
import { policyOn } from './policy.server.ts';
import { requiredOn, type Policy } from './policy.ts';
import { rubricsHere } from './rubric.server.ts';
import { rubricAt, type Rubric } from './rubric.ts';

export type Standing = {
  /** The newest certificate to support people; null when there never was one. */
  certificate: {
    id: string;
    role: CertificateRole;
    issuedOn: Day;
    expiresOn: Day;
    suspended: boolean;
  } | null;
  /** The newest observation with a result; of two assessors' levels the lower counts. */
  latestAssessment: { on: Day; levels: { item: string; required: boolean; level: Level }[] } | null;
  /** Holds a child-safeguarding certificate that is valid today. */
  childSafeguarding: boolean;
};

/** Everybody asked about is in the map. `today` is the organisation's own day unless the caller knows better. */
export async function standingOf(tx: Tx, personIds: string[], today?: Day): Promise<Map<string, Standing>> {
  const day = today ?? (await organisationDay(tx));
  const policy = await policyOn(tx, day);
  const rubrics = await rubricsHere(tx);
  const certificates = Map.groupBy(await certificatesOf(tx, personIds), (row) => row.person_id);
  const assessments = new Map(
    (await gateAssessments(tx, personIds, policy, day)).map((row) => [row.person_id, row])
  );
  return new Map(personIds.map((id) => [id, standing(certificates.get(id) ?? [], assessments.get(id))]));

  function standing(held: CertificateRow[], assessment: AssessmentRow | undefined): Standing {
    const certificate = held.find(opensTheGate);
    return {
      certificate: certificate ? shown(certificate) : null,
      latestAssessment: assessment
        ? { on: assessment.observed_on, levels: levelsOf(assessment, rubrics, policy) }
        : null,
      childSafeguarding: held.some(
        (row) => row.role === 'child-safeguarding' && validityOf(shown(row), day) === 'valid'
      )
    };
  }
}

/** The newest certificate to support people that each of them holds. */
export async function latestCertificates(tx: Tx, people: string[]) {
  const held = (await certificatesOf(tx, people)).filter(opensTheGate);
  const newest = new Map<string, NonNullable<Standing['certificate']>>();
  for (const row of held) if (!newest.has(row.person_id)) newest.set(row.person_id, shown(row));
  return newest;
}

/** Today where the organisation works. */
export async function organisationDay(tx: Tx): Promise<Day> {
  const { time_zone } = await tx
    .selectFrom('organisations')
    .where('id', '=', (query) => query.fn('current_organisation'))
    .select('time_zone')
    .executeTakeFirstOrThrow();
  return dayIn(time_zone);
}

type CertificateRow = {
  id: string;
  person_id: string;
  role: CertificateRole;
  issued_on: Day;
  expires_on: Day;
  suspended: boolean;
};
type AssessmentRow = {
  person_id: string;
  rubric: string;
  rubric_version: number;
  observed_on: Day;
  ticks: string[][];
  /** What two assessors who differed agreed in the end. */
  agreed: ItemLevel[] | null;
};

const opensTheGate = ({ role }: CertificateRow): boolean => helperRoles.some((known) => known === role);

/** The certificates that the speaker may ask about for a purpose, the newest first; see the SQL function. */
export async function certificatesOf(tx: Tx, people: string[]): Promise<CertificateRow[]> {
  const { rows } = await sql<CertificateRow>`select * from certificates_of(${people}::uuid[])`.execute(tx);
  return rows;
}

async function gateAssessments(
  tx: Tx,
  people: string[],
  policy: Policy,
  today: Day
): Promise<AssessmentRow[]> {
  const notAlone = await assessorsNotAlone(tx, policy, today);
  const { rows } =
    await sql<AssessmentRow>`select * from gate_assessments(${people}::uuid[], ${policy.gateRubrics}::text[], ${notAlone}::uuid[])`.execute(
      tx
    );
  return rows;
}

function shown({ id, role, issued_on, expires_on, suspended }: CertificateRow) {
  return { id, role, issuedOn: issued_on, expiresOn: expires_on, suspended };
}

function levelsOf(
  { rubric, rubric_version, ticks, agreed }: AssessmentRow,
  rubrics: Rubric[],
  policy: Policy
) {
  const { items } = rubricAt(rubrics, rubric, rubric_version)!;
  const required = requiredOn(policy, items);
  const counted = countedLevels(
    ticks.map((seen) => deriveLevels(items, new Set(seen))),
    agreed
  );
  return counted.map(({ item, level }) => ({ item, required: required.includes(item), level }));
}
