/** Issuing, suspending and verifying certificates. */
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { addDays, addMonths, dayIn, now, type Day } from '#platform/clock/index.ts';
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { record } from '#platform/events/index.server.ts';
import { causesToRest } from './certificate-lapse.server.ts';
import { certificateFacts } from './certificate-facts.server.ts';
import { ruleOn } from './certificate-rule.server.ts';
import {
  countedHours,
  refusalsToCertify,
  validityOf,
  type CertificateRefusal,
  type CertificateRole,
  type SuspensionRefusal,
  type Validity
} from './certificate.ts';

declare module '#platform/events/index.server.ts' {
  interface DomainEvents {
    'competence.certificate-issued': { certificate: string; person: string; role: CertificateRole };
    'competence.certificate-suspended': { certificate: string; person: string };
  }
}

export type NewCertificate = { id: string; person: string; role: CertificateRole; hoursElsewhere: number };

/** Issues a certificate, or gives every reason not to. Asking again with the same id issues nothing twice. */
export async function issueCertificate(
  tx: Tx,
  wanted: NewCertificate,
  issuer: Person
): Promise<CertificateRefusal[]> {
  const today = dayIn(issuer.organisation.timeZone);
  const rule = await ruleOn(tx, wanted.role, today);
  const { facts, evidence, renews } = await certificateFacts(tx, { ...wanted, rule }, issuer, today);
  const refusals = refusalsToCertify(facts, rule, today);
  if (refusals.length > 0) return refusals;
  const issued = await tx
    .insertInto('certificates')
    .values({
      organisation_id: issuer.organisation.id,
      id: wanted.id,
      person_id: wanted.person,
      role: wanted.role,
      training_hours: String(countedHours(facts, rule)),
      issued_by: issuer.id,
      issued_on: today,
      expires_on: addDays(addMonths(today, rule.months), -1),
      issued_at: now(),
      code: verificationCode()
    })
    .onConflict((conflict) => conflict.columns(['organisation_id', 'id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!issued) return [];
  await keepEvidence(tx, wanted.id, evidence, issuer);
  if (renews)
    await tx
      .insertInto('certificate_renewals')
      .values({ organisation_id: issuer.organisation.id, certificate_id: wanted.id, renews_id: renews })
      .execute();
  await tx
    .insertInto('certificate_grounds')
    .values({
      organisation_id: issuer.organisation.id,
      certificate_id: wanted.id,
      rule: JSON.stringify(rule),
      facts: JSON.stringify(facts)
    })
    .execute();
  await audit(tx, {
    action: 'certificate.issued',
    subject: wanted.person,
    thing: { kind: 'certificate', id: wanted.id }
  });
  await record(tx, 'competence.certificate-issued', {
    certificate: wanted.id,
    person: wanted.person,
    role: wanted.role
  });
  return [];
}

export type BroughtIn = {
  id: string;
  person: string;
  role: CertificateRole;
  issuedOn: Day;
  expiresOn: Day;
  /** Whoever issued it, in words. */
  issuer: string;
  at: Date;
};

/** Keeps a certificate that somebody else issued, and says so. Nothing is checked here: no assessment stands behind it. */
export async function bringInCertificate(
  tx: Tx,
  { id, person: holder, role, issuedOn, expiresOn, issuer, at }: BroughtIn,
  person: Person
): Promise<void> {
  await tx
    .insertInto('certificates')
    .values({
      organisation_id: person.organisation.id,
      id,
      person_id: holder,
      role,
      training_hours: null,
      issued_by: person.id,
      issued_on: issuedOn,
      expires_on: expiresOn,
      issued_at: at,
      code: verificationCode()
    })
    .execute();
  await tx
    .insertInto('certificate_origins')
    .values({ organisation_id: person.organisation.id, certificate_id: id, issuer })
    .execute();
  await audit(tx, {
    action: 'certificate.brought-in',
    subject: holder,
    thing: { kind: 'certificate', id },
    reason: issuer
  });
}

/** Takes certificates back that came in from a list; what we issued ourselves is suspended instead. */
export async function withdrawBroughtIn(tx: Tx, certificates: string[], person: Person): Promise<void> {
  if (certificates.length === 0) return;
  const withdrawn = await tx
    .updateTable('certificate_origins')
    .set({ withdrawn_at: now(), withdrawn_by: person.id })
    .where('certificate_id', 'in', certificates)
    .where('withdrawn_at', 'is', null)
    .returning('certificate_id')
    .execute();
  await audit(
    tx,
    ...withdrawn.map(({ certificate_id }) => ({
      action: 'certificate.withdrawn' as const,
      thing: { kind: 'certificate', id: certificate_id }
    }))
  );
}

/** Certificates this person may see, newest first; those of a list that was taken back are left out. */
export function certificatesVisibleTo(tx: Tx, person: Person) {
  return tx
    .selectFrom('certificates')
    .innerJoin('people as holder', 'holder.id', 'certificates.person_id')
    .innerJoin('people as issuer', 'issuer.id', 'certificates.issued_by')
    .leftJoin('certificate_suspensions as suspension', (join) =>
      join.onRef('suspension.certificate_id', '=', 'certificates.id').on('suspension.lifted_at', 'is', null)
    )
    .leftJoin('certificate_origins as origin', (join) =>
      join
        .onRef('origin.organisation_id', '=', 'certificates.organisation_id')
        .onRef('origin.certificate_id', '=', 'certificates.id')
    )
    .where('certificates.organisation_id', '=', person.organisation.id)
    .where('origin.withdrawn_at', 'is', null)
    .select([
      'certificates.id',
      'certificates.person_id',
      'holder.name as holder_name',
      'certificates.role',
      'certificates.training_hours',
      'issuer.name as issuer_name',
      'certificates.issued_on',
      'certificates.expires_on',
      'certificates.code',
      // Set when somebody else issued it and it came in from a list.
      'origin.issuer as issued_elsewhere_by',
      'suspension.id as suspension_id',
      'suspension.reason as suspension_reason',
      'suspension.suspended_at'
    ])
    .orderBy('certificates.issued_on', 'desc')
    .orderBy('certificates.issued_at', 'desc');
}

/** Every suspension of a certificate, lifted ones too, oldest first. */
export function suspensionsOf(tx: Tx, certificate: string) {
  return tx
    .selectFrom('certificate_suspensions')
    .leftJoin('people as suspender', 'suspender.id', 'certificate_suspensions.suspended_by')
    .leftJoin('people as lifter', 'lifter.id', 'certificate_suspensions.lifted_by')
    .where('certificate_id', '=', certificate)
    .select([
      'certificate_suspensions.id',
      'suspended_at',
      'cause',
      'reason',
      'lifted_at',
      'lift_reason',
      'suspender.name as suspender_name',
      'lifter.name as lifter_name'
    ])
    .orderBy('suspended_at');
}

/** Takes effect at once: the gate asks on every offer and every match. */
export async function suspendCertificate(
  tx: Tx,
  { id, certificate, reason }: { id: string; certificate: string; reason: string },
  person: Person
): Promise<SuspensionRefusal | null> {
  const held = await certificatesVisibleTo(tx, person)
    .where('certificates.id', '=', certificate)
    .executeTakeFirst();
  if (!held) return 'not-found';
  if (held.suspension_id) return held.suspension_id === id ? null : 'already-suspended';
  await tx
    .insertInto('certificate_suspensions')
    .values({
      organisation_id: person.organisation.id,
      id,
      certificate_id: certificate,
      suspended_by: person.id,
      suspended_at: now(),
      reason
    })
    .execute();
  await audit(tx, {
    action: 'certificate.suspended',
    subject: held.person_id,
    thing: { kind: 'certificate', id: certificate },
    reason
  });
  await record(tx, 'competence.certificate-suspended', { certificate, person: held.person_id });
  return null;
}

/** Ends the open suspension; who and why stay on record. What rests by itself is lifted only once its cause has passed. */
export async function liftSuspension(
  tx: Tx,
  { certificate, reason }: { certificate: string; reason: string },
  person: Person
): Promise<SuspensionRefusal | null> {
  const resting = await tx
    .selectFrom('certificate_suspensions')
    .innerJoin('certificates', 'certificates.id', 'certificate_suspensions.certificate_id')
    .where('certificate_id', '=', certificate)
    .where('lifted_at', 'is', null)
    .select(['cause', 'certificates.person_id as person', 'certificates.role'])
    .executeTakeFirst();
  if (!resting) return 'not-suspended';
  const causes: string[] = await causesToRest(tx, resting, dayIn(person.organisation.timeZone));
  if (causes.includes(resting.cause)) return 'cause-remains';
  const lifted = await tx
    .updateTable('certificate_suspensions')
    .set({ lifted_by: person.id, lifted_at: now(), lift_reason: reason })
    .where('certificate_id', '=', certificate)
    .where('lifted_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (!lifted) return 'not-suspended';
  await audit(tx, {
    action: 'certificate.suspension-lifted',
    subject: resting.person,
    thing: { kind: 'certificate', id: certificate },
    reason
  });
  return null;
}

/** What the public page may say: whether the certificate whose code opened this transaction is valid today. Null: no such one. */
export async function validityShown(tx: Tx): Promise<{ validity: Validity; today: Day } | null> {
  type Shown = { issued_on: Day; expires_on: Day; suspended: boolean; time_zone: string };
  const { rows } = await sql<Shown>`select * from certificate_shown()`.execute(tx);
  if (!rows[0]) return null;
  const { issued_on, expires_on, suspended, time_zone } = rows[0];
  const today = dayIn(time_zone);
  return { validity: validityOf({ issuedOn: issued_on, expiresOn: expires_on, suspended }, today), today };
}

async function keepEvidence(
  tx: Tx,
  certificate: string,
  assessments: string[],
  issuer: Person
): Promise<void> {
  if (assessments.length === 0) return;
  await tx
    .insertInto('certificate_evidence')
    .values(
      assessments.map((assessment) => ({
        organisation_id: issuer.organisation.id,
        certificate_id: certificate,
        assessment_id: assessment
      }))
    )
    .execute();
}

// 128 bits in base32 (RFC 4648, without padding): safe to read aloud and to type.
function verificationCode(): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  let bits = BigInt(`0x${randomBytes(16).toString('hex')}`) << 2n;
  let code = '';
  for (let place = 0; place < 26; place++) {
    code = letters[Number(bits & 31n)] + code;
    bits >>= 5n;
  }
  return code;
}

/** Holds for a certificate whose place no later one for the same role has taken. */
export const withoutNewer = sql<boolean>`not exists (
  select from certificates newer
  where newer.organisation_id = certificates.organisation_id and newer.person_id = certificates.person_id
    and newer.role = certificates.role and newer.expires_on > certificates.expires_on)`;
