import type { Day } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { validityOf } from './certificate.ts';
import { policyOn } from './policy.server.ts';
import type { CertifiedWork } from './policy.ts';
import { certificatesOf } from './standing.server.ts';

/** Which of these people lack the certificate that the organisation's policy holds this work to; nobody where it holds it to none. */
export async function lackingCertificateFor(
  tx: Tx,
  work: CertifiedWork,
  people: string[],
  today: Day
): Promise<string[]> {
  const { certifiedWork } = await policyOn(tx, today);
  if (!certifiedWork.includes(work) || people.length === 0) return [];
  const held = await certificatesOf(tx, people);
  const valid = new Set(
    held
      .filter(({ role }) => role === work)
      .filter(
        ({ issued_on, expires_on, suspended }) =>
          validityOf({ issuedOn: issued_on, expiresOn: expires_on, suspended }, today) === 'valid'
      )
      .map(({ person_id }) => person_id)
  );
  return people.filter((person) => !valid.has(person));
}
