import { can, type Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { dayIn } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { linesVisibleTo } from './grant.server.ts';
import { refusalOfIncome, type IncomeRefusal } from './income.ts';
import { isPosted, postEntry } from './ledger.server.ts';
import type { NewCost } from './ledger.ts';
import { amountText, minorUnits } from './money.ts';

/**
 * Records what an activity brought in, such as a fee: into the bank, as income of the grant whose line pays for the
 * activity. It does not make the line larger. A repeat with the same id changes nothing; a wrong one is reversed.
 */
export async function receiveIncome(tx: Tx, income: NewCost, person: Person): Promise<IncomeRefusal | null> {
  if (!can(person, 'costs.post')) return 'not-yours-to-record';
  if (await isPosted(tx, income.id)) return null;
  const line = await linesVisibleTo(tx, person).where('budget_lines.id', '=', income.line).executeTakeFirst();
  if (!line) return 'no-such-line';
  const { currency } = line;
  const amount = minorUnits(income.amount, currency);
  const refusal = refusalOfIncome(amount, income.on, dayIn(person.organisation.timeZone));
  if (refusal) return refusal;
  const { id, on, description, activity } = income;
  await postEntry(
    tx,
    { id, grant: line.grant_id, currency, on, description, approvalsNeeded: 0 },
    [
      { account: 'bank', amount: amountText(amount!, currency) },
      { account: 'income', amount: amountText(-amount!, currency), activity }
    ],
    person
  );
  await audit(tx, { action: 'income.received', thing: { kind: 'entry', id } });
  return null;
}
