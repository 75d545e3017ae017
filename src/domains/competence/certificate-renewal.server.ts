import type { Tx } from '#platform/database/index.server.ts';

/** The certificate for the same role that a new one follows, if there is one. */
export function renewedBy(tx: Tx, { person, role }: { person: string; role: string }) {
  return tx
    .selectFrom('certificates')
    .leftJoin('certificate_origins as origin', (join) =>
      join
        .onRef('origin.organisation_id', '=', 'certificates.organisation_id')
        .onRef('origin.certificate_id', '=', 'certificates.id')
    )
    .leftJoin('certificate_suspensions as suspension', (join) =>
      join
        .onRef('suspension.organisation_id', '=', 'certificates.organisation_id')
        .onRef('suspension.certificate_id', '=', 'certificates.id')
        .on('suspension.lifted_at', 'is', null)
    )
    .where('certificates.person_id', '=', person)
    .where('certificates.role', '=', role)
    .where('origin.withdrawn_at', 'is', null)
    .select(['certificates.id', 'certificates.issued_on', 'suspension.id as suspension_id'])
    .orderBy('issued_on', 'desc')
    .orderBy('issued_at', 'desc');
}

/** The certificates before and after one, in the line of renewals. */
export async function renewalsOf(tx: Tx, certificate: string) {
  const rows = await tx
    .selectFrom('certificate_renewals as renewal')
    .innerJoin('certificates as newer', 'newer.id', 'renewal.certificate_id')
    .innerJoin('certificates as older', 'older.id', 'renewal.renews_id')
    .where(({ or, eb }) =>
      or([eb('renewal.certificate_id', '=', certificate), eb('renewal.renews_id', '=', certificate)])
    )
    .select([
      'newer.id as newer',
      'newer.issued_on as newer_on',
      'older.id as older',
      'older.issued_on as older_on'
    ])
    .execute();
  const before = rows.find(({ newer }) => newer === certificate);
  const after = rows.find(({ older }) => older === certificate);
  return {
    renews: before ? { id: before.older, on: before.older_on } : null,
    renewedBy: after ? { id: after.newer, on: after.newer_on } : null
  };
}
