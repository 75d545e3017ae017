import { sql } from 'kysely';
import { backgroundCheckOn } from '#domains/people/index.server.ts';
import { m } from '#messages';
import type { Locale } from '#languages';
import { now, type Day } from '#platform/clock/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { record } from '#platform/events/index.server.ts';
import { newId } from '#platform/ids.ts';
import { sendMailLater } from '#platform/mail/index.server.ts';
import { settings } from '#platform/settings/index.server.ts';
import { peopleWithOpenConcern } from './certificate-facts.server.ts';
import { certificateRoles, type CertificateRule } from './certificate.ts';
import { lapsesOf, type LapseCause, type LapseFacts } from './certificate-lapse.ts';
import { ruleOn } from './certificate-rule.server.ts';
import { policyOn } from './policy.server.ts';
import type { Policy } from './policy.ts';
import { organisationDay, standingOf } from './standing.server.ts';

/** Suspends every certificate whose evidence no longer holds, and tells its holder. Runs as the organisation. */
export async function suspendLapsed(tx: Tx): Promise<void> {
  const today = await organisationDay(tx);
  const held = await certificatesInForce(tx, today).execute();
  const facts = await lapseFactsOf(tx, [...new Set(held.map(({ person_id }) => person_id))], today);
  const policy = await policyOn(tx, today);
  for (const role of certificateRoles) {
    const rule = await ruleOn(tx, role, today);
    for (const certificate of held.filter((one) => one.role === role)) {
      const [cause] = lapsesOf(heldAgainst(facts.get(certificate.person_id)!, rule, policy), rule, today);
      if (cause) await suspendFor(tx, certificate, cause);
    }
  }
}

/** What a certificate rests on today; causes that still hold keep it resting. */
export async function causesToRest(
  tx: Tx,
  { person, role }: { person: string; role: string },
  today: Day
): Promise<LapseCause[]> {
  const rule = await ruleOn(
    tx,
    certificateRoles.find((known) => known === role)!,
    today
  );
  const facts = (await lapseFactsOf(tx, [person], today)).get(person)!;
  return lapsesOf(heldAgainst(facts, rule, await policyOn(tx, today)), rule, today);
}

/** What is looked at every minute is the assessment that opens the gate: of how somebody leads a group it says nothing. */
function heldAgainst(facts: LapseFacts, { rubric }: CertificateRule, { gateRubrics }: Policy): LapseFacts {
  return rubric !== null && gateRubrics.includes(rubric) ? facts : { ...facts, assessment: null };
}

async function lapseFactsOf(tx: Tx, people: string[], today: Day): Promise<Map<string, LapseFacts>> {
  if (people.length === 0) return new Map();
  const standings = await standingOf(tx, people, today);
  const checks = await backgroundCheckOn(tx, people, today);
  const concerned = await peopleWithOpenConcern(tx, people);
  return new Map(
    people.map((id) => [
      id,
      {
        assessment: standings.get(id)!.latestAssessment,
        backgroundCheck: checks.get(id)?.stands ?? false,
        openIncident: concerned.has(id)
      }
    ])
  );
}

type InForce = { id: string; person_id: string; language: string };

async function suspendFor(tx: Tx, { id, person_id, language }: InForce, cause: LapseCause): Promise<void> {
  const suspended = await tx
    .insertInto('certificate_suspensions')
    .values({
      organisation_id: sql<string>`current_organisation()`,
      id: newId(),
      certificate_id: id,
      suspended_by: null,
      suspended_at: now(),
      cause,
      reason: cause
    })
    // Of two workers that look at the same moment, one suspends.
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!suspended) return;
  // Whoever raised a concern must not be found by it: its subject is sent nothing, and reads nothing of it in their record.
  const quiet = cause === 'incident-open';
  await audit(tx, {
    action: 'certificate.suspended',
    subject: quiet ? null : person_id,
    thing: { kind: 'certificate', id },
    reason: quiet ? undefined : cause
  });
  await record(tx, 'competence.certificate-suspended', { certificate: id, person: person_id });
  if (quiet) return;
  const locale = language as Locale;
  await sendMailLater(tx, {
    to: { person: person_id },
    subject: m.competence_mail_subject({}, { locale }),
    body: m.competence_mail_suspended({ link: linkTo(id) }, { locale })
  });
}

/** Where a mail leads: to a page that asks who reads. */
export function linkTo(certificate: string): string {
  return `${settings().origin}/competence/certificates/${certificate}`;
}

/** Certificates that hold today: not over, not resting, not taken back. */
export function certificatesInForce(tx: Tx, today: Day) {
  return tx
    .selectFrom('certificates')
    .innerJoin('people', 'people.id', 'certificates.person_id')
    .where('certificates.organisation_id', '=', sql<string>`current_organisation()`)
    .where('issued_on', '<=', today)
    .where('expires_on', '>=', today)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('certificate_suspensions as resting')
            .whereRef('resting.certificate_id', '=', 'certificates.id')
            .where('resting.lifted_at', 'is', null)
            .select('resting.id')
        )
      )
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('certificate_origins as origin')
            .whereRef('origin.certificate_id', '=', 'certificates.id')
            .where('origin.withdrawn_at', 'is not', null)
            .select('origin.certificate_id')
        )
      )
    )
    .select([
      'certificates.id',
      'certificates.person_id',
      'certificates.role',
      'certificates.expires_on',
      'people.language'
    ]);
}
