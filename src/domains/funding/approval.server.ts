import { sql } from 'kysely';
import { can, type Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { addApproval, entriesVisibleTo } from './ledger.server.ts';
import { refusalToApprove, type DecisionRefusal } from './ledger.ts';

/** Approves a proposed payment as this person. With the second approval it counts as paid. */
export async function approve(tx: Tx, entry: string, person: Person): Promise<DecisionRefusal | null> {
  const refusal = await refusalToDecide(tx, entry, person);
  if (refusal) return refusal;
  await addApproval(tx, entry, person);
  await audit(tx, { action: 'payment.approved', thing: { kind: 'entry', id: entry } });
  return null;
}

/** Declines a proposed payment, with the reason. Its money is free on the line again. */
export async function decline(
  tx: Tx,
  entry: string,
  reason: string,
  person: Person
): Promise<DecisionRefusal | null> {
  const refusal = await refusalToDecide(tx, entry, person);
  // Who approved may think again, as long as nobody else has.
  if (refusal && refusal !== 'already-approved-by-you') return refusal;
  await tx
    .insertInto('entry_declines')
    .values({
      organisation_id: person.organisation.id,
      entry_id: entry,
      declined_by: person.id,
      declined_at: now(),
      reason
    })
    .execute();
  await audit(tx, { action: 'payment.declined', thing: { kind: 'entry', id: entry }, reason });
  return null;
}

/** The proposed payments that wait for this person's approval, oldest first; none for somebody who may not approve. */
export function entriesToApprove(tx: Tx, person: Person) {
  return entriesVisibleTo(tx, person)
    .where('state.state', '=', 'proposed')
    .where(sql<boolean>`${can(person, 'payments.approve')}`)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('entry_approvals')
            .select('entry_approvals.id')
            .whereRef('entry_approvals.entry_id', '=', 'ledger_entries.id')
            .where('entry_approvals.approved_by', '=', person.id)
        )
      )
    )
    .orderBy('ledger_entries.posted_at');
}

/** Who approved an entry, or declined it and why, in order. */
export async function decisionsOn(tx: Tx, entry: string) {
  const approvals = tx
    .selectFrom('entry_approvals')
    .leftJoin('people', 'people.id', 'entry_approvals.approved_by')
    .where('entry_id', '=', entry)
    .select([
      'entry_approvals.approved_by as by',
      'people.name',
      'entry_approvals.approved_at as at',
      sql<string | null>`null`.as('declinedBecause')
    ]);
  const declines = tx
    .selectFrom('entry_declines')
    .leftJoin('people', 'people.id', 'entry_declines.declined_by')
    .where('entry_id', '=', entry)
    .select([
      'entry_declines.declined_by as by',
      'people.name',
      'entry_declines.declined_at as at',
      'entry_declines.reason as declinedBecause'
    ]);
  return approvals.unionAll(declines).orderBy('at').execute();
}

// The lock makes two people who decide at the same moment decide one after the other.
async function refusalToDecide(tx: Tx, entry: string, person: Person): Promise<DecisionRefusal | null> {
  if (!can(person, 'payments.approve')) return 'not-yours-to-approve';
  await sql`select lock_entry(${entry})`.execute(tx);
  const waiting = await entriesVisibleTo(tx, person)
    .where('ledger_entries.id', '=', entry)
    .executeTakeFirst();
  if (!waiting) return 'no-such-entry';
  const decided = await decisionsOn(tx, entry);
  return refusalToApprove(
    waiting.state,
    decided.map(({ by }) => by),
    person.id
  );
}
