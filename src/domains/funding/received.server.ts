import { sql } from 'kysely';
import { can, type Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { dayIn } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { grantsVisibleTo } from './grant.server.ts';
import { entriesVisibleTo, isPosted, postEntry } from './ledger.server.ts';
import { amountText, minorUnits } from './money.ts';
import { refusalToReceive, type NewReceipt, type ReceiptRefusal } from './received.ts';

/**
 * Records a tranche: the money moves from what the donor promised into the bank. Two recorded at the same moment never
 * come to more than the promise. A repeat with the same id changes nothing; a wrong one is reversed with `reverseEntry`.
 */
export async function receiveTranche(
  tx: Tx,
  receipt: NewReceipt,
  person: Person
): Promise<ReceiptRefusal | null> {
  if (!can(person, 'grants.record')) return 'not-yours-to-record';
  await sql`select lock_grant(${receipt.grant})`.execute(tx);
  if (await isPosted(tx, receipt.id)) return null;
  const grant = await grantsVisibleTo(tx, person).where('grants.id', '=', receipt.grant).executeTakeFirst();
  if (!grant) return 'no-such-grant';
  const { currency } = grant;
  const amount = minorUnits(receipt.amount, currency);
  const refusal = refusalToReceive(amount, receipt.on, {
    stillPromised: minorUnits(grant.total, currency)! - minorUnits(grant.received, currency)!,
    today: dayIn(person.organisation.timeZone)
  });
  if (refusal) return refusal;
  await postEntry(
    tx,
    {
      id: receipt.id,
      grant: grant.id,
      currency,
      on: receipt.on,
      description: receipt.description,
      approvalsNeeded: 0
    },
    [
      { account: 'bank', amount: amountText(amount!, currency) },
      { account: 'promised', amount: amountText(-amount!, currency) }
    ],
    person
  );
  await audit(tx, { action: 'tranche.received', thing: { kind: 'entry', id: receipt.id } });
  return null;
}

/** The tranches received for a grant, and what took one back, newest first. */
export function tranchesOf(tx: Tx, grant: string, person: Person) {
  return entriesVisibleTo(tx, person)
    .where('ledger_entries.grant_id', '=', grant)
    .where('bank.amount', 'is not', null)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('ledger_postings as promise')
          .select('promise.id')
          .whereRef('promise.organisation_id', '=', 'ledger_entries.organisation_id')
          .whereRef('promise.entry_id', '=', 'ledger_entries.id')
          .where('promise.account_kind', '=', 'promised')
      )
    )
    .orderBy('ledger_entries.happened_on', 'desc')
    .orderBy('ledger_entries.id', 'desc');
}
