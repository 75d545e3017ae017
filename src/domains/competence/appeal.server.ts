import { m } from '#messages';
import { addDays, dayIn, now } from '#platform/clock/index.ts';
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { reveal, seal } from '#platform/encryption/index.server.ts';
import { appealDaysMax, refusalToDecide, type AppealOutcome, type AppealRefusal } from './appeal.ts';
import { liftSuspension } from './certificate.server.ts';

/** Appeals this person may know of: their own, or those of everybody for who may lift a suspension. */
export function appealsVisibleTo(tx: Tx, person: Person) {
  return tx
    .selectFrom('certificate_appeals as appeal')
    .innerJoin('certificate_suspensions as suspension', 'suspension.id', 'appeal.suspension_id')
    .innerJoin('people as holder', 'holder.id', 'appeal.person_id')
    .leftJoin('certificate_appeal_decisions as decision', 'decision.appeal_id', 'appeal.id')
    .leftJoin('people as decider', 'decider.id', 'decision.decided_by')
    .where('appeal.organisation_id', '=', person.organisation.id)
    .select([
      'appeal.id',
      'appeal.person_id',
      'holder.name as holder_name',
      'suspension.certificate_id',
      'suspension.suspended_by',
      'appeal.sealed',
      'appeal.appealed_at',
      'appeal.due_on',
      'decision.outcome',
      'decision.sealed as decision_sealed',
      'decision.decided_at',
      'decider.name as decider_name'
    ])
    .orderBy('appeal.appealed_at', 'desc');
}

/** Whether the person may ask for a second look now: their own certificate rests, and for this rest they have not asked yet. */
export async function mayAppeal(tx: Tx, certificate: string, person: Person): Promise<boolean> {
  const open = await suspensionToAppeal(tx, certificate);
  return open !== undefined && open.person_id === person.id && open.appeal === null;
}

function suspensionToAppeal(tx: Tx, certificate: string) {
  return tx
    .selectFrom('certificate_suspensions as suspension')
    .innerJoin('certificates', 'certificates.id', 'suspension.certificate_id')
    .leftJoin('certificate_appeals as appeal', 'appeal.suspension_id', 'suspension.id')
    .where('suspension.certificate_id', '=', certificate)
    .where('suspension.lifted_at', 'is', null)
    .select(['suspension.id', 'certificates.person_id', 'appeal.id as appeal'])
    .executeTakeFirst();
}

/** Asks for a second look at a suspension of one's own certificate. The same id again changes nothing. */
export async function appeal(
  tx: Tx,
  { id, certificate, words }: { id: string; certificate: string; words: string },
  person: Person
): Promise<AppealRefusal | null> {
  const suspension = await suspensionToAppeal(tx, certificate);
  if (!suspension) return 'not-suspended';
  if (suspension.person_id !== person.id) return 'not-yours';
  const kept = await tx
    .insertInto('certificate_appeals')
    .values({
      organisation_id: person.organisation.id,
      id,
      suspension_id: suspension.id,
      person_id: person.id,
      sealed: await seal(tx, person.id, words, { column: 'certificate_appeals.sealed', row: id }),
      appealed_at: now(),
      due_on: addDays(dayIn(person.organisation.timeZone), appealDaysMax)
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!kept) return (await suspensionToAppeal(tx, certificate))?.appeal === id ? null : 'appealed-already';
  await audit(tx, {
    action: 'certificate-appeal.made',
    subject: person.id,
    thing: { kind: 'certificate-appeal', id }
  });
  return null;
}

/** Decides an appeal, for good. Granting it lifts the suspension, unless what it rests on by itself still holds. */
export async function decideAppeal(
  tx: Tx,
  { id, outcome, reason }: { id: string; outcome: AppealOutcome; reason: string },
  person: Person
): Promise<AppealRefusal | null> {
  const asked = await appealsVisibleTo(tx, person).where('appeal.id', '=', id).executeTakeFirst();
  if (!asked) return 'not-yours';
  if (asked.outcome) return null;
  const refusal = refusalToDecide({ holder: asked.person_id, suspendedBy: asked.suspended_by }, person.id);
  if (refusal) return refusal;
  if (outcome === 'granted') {
    const lifted = await liftSuspension(
      tx,
      { certificate: asked.certificate_id, reason: m.competence_appeal_granted() },
      person
    );
    if (lifted === 'cause-remains') return lifted;
  }
  await tx
    .insertInto('certificate_appeal_decisions')
    .values({
      organisation_id: person.organisation.id,
      appeal_id: id,
      outcome,
      sealed: await seal(tx, asked.person_id, reason, {
        column: 'certificate_appeal_decisions.sealed',
        row: id
      }),
      decided_by: person.id,
      decided_at: now()
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await audit(tx, {
    action: 'certificate-appeal.decided',
    subject: asked.person_id,
    thing: { kind: 'certificate-appeal', id },
    reason: outcome
  });
  return null;
}

/** What its holder wrote, and why it was decided as it was; null where it is not decided, or was erased. */
export async function appealWords(
  tx: Tx,
  asked: { id: string; person_id: string; sealed: Buffer; decision_sealed: Buffer | null }
): Promise<{ words: string | null; decision: string | null }> {
  const place = (column: `${string}.${string}`) => ({ column, row: asked.id });
  const [words = null, decision = null] = await reveal(tx, asked.person_id, [
    { text: asked.sealed, place: place('certificate_appeals.sealed') },
    ...(asked.decision_sealed
      ? [{ text: asked.decision_sealed, place: place('certificate_appeal_decisions.sealed') }]
      : [])
  ]);
  return { words, decision };
}
