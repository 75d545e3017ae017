/** What shows that training made somebody competent; training may not ask competence itself. */
import { firstCertificates, standingOf } from '#domains/competence/index.server.ts';
import { letEvidenceComeFrom } from '#domains/training/index.server.ts';
import type { Evidence } from '#domains/training/index.ts';
import { can } from '#platform/access/index.ts';
import type { Tx } from '#platform/database/index.server.ts';

export function assembleTrainingEvidence(): void {
  letEvidenceComeFrom(async (tx, { people, by }, person) => {
    if (by === 'certificate') return certified(tx, people);
    return can(person, 'assessments.see') ? atTheBar(tx, people) : null;
  });
}

async function certified(tx: Tx, people: string[]): Promise<Evidence[]> {
  return (await firstCertificates(tx, people)).map(({ person, certificate, on }) => ({
    person,
    on,
    href: `/competence/certificates/${certificate}`
  }));
}

// The bar of the gate: nothing harmful, and every required item shown, on the newest assessment.
async function atTheBar(tx: Tx, people: string[]): Promise<Evidence[]> {
  return [...(await standingOf(tx, people))].flatMap(([person, { latestAssessment }]) => {
    const reached = latestAssessment?.levels.every(({ level, required }) => level > (required ? 2 : 1));
    return latestAssessment && reached
      ? [{ person, on: latestAssessment.on, href: `/competence/people/${person}` }]
      : [];
  });
}
