import { sql } from 'kysely';
import type { Day } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';

/** The first certificate of each of these people for each role; a renewal made nobody competent. None for who does not account for training. */
export async function firstCertificates(
  tx: Tx,
  people: string[]
): Promise<{ person: string; certificate: string; on: Day }[]> {
  const { rows } = await sql<{ person: string; certificate: string; on: Day }>`
    select person, certificate, first_on as on from first_certificates(${people}::uuid[]) order by first_on`.execute(
    tx
  );
  return rows;
}
