import { sql } from 'kysely';
import { can, type Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { refusalToAmend, type AmendmentRefusal, type NewAmendment } from './amendment.ts';
import { isAmended } from './amended.server.ts';
import { grantsVisibleTo, linesVisibleTo } from './grant.server.ts';
import { amountText, minorUnits } from './money.ts';

/**
 * Gives a budget line another name or amount from now on, with the reason; what it was before is kept. Never less than
 * what is spent or waits for approval, and never more than the grant leaves. A repeat with the same id changes nothing.
 */
export async function amendLine(
  tx: Tx,
  amendment: NewAmendment,
  person: Person
): Promise<AmendmentRefusal | null> {
  if (!can(person, 'grants.record')) return 'not-yours-to-record';
  const seen = await lineNow(tx, amendment.line, person);
  if (!seen) return 'no-such-line';
  // The grant before its lines, as the database's own checks lock them: nobody waits for each other in a circle.
  await sql`select lock_grant(${seen.grant_id}), lock_budget_line(${amendment.line})`.execute(tx);
  if (await isAmended(tx, 'budget_line_amendments', amendment.id)) return null;
  const line = (await lineNow(tx, amendment.line, person))!;
  const grant = await grantsVisibleTo(tx, person)
    .where('grants.id', '=', line.grant_id)
    .executeTakeFirstOrThrow();
  const units = (text: string) => minorUnits(text, line.currency)!;
  const lines = await linesVisibleTo(tx, person).where('budget_lines.grant_id', '=', grant.id).execute();
  const refusal = refusalToAmend(amendment.amount, line.currency, {
    taken: units(line.spent) + units(line.proposed),
    otherLines: lines.reduce((sum, { id, amount }) => sum + (id === line.id ? 0n : units(amount)), 0n),
    total: units(grant.total)
  });
  if (refusal) return refusal;
  const after = { name: amendment.name, amount: amountText(units(amendment.amount), line.currency) };
  await tx
    .insertInto('budget_line_amendments')
    .values({
      organisation_id: person.organisation.id,
      id: amendment.id,
      line_id: line.id,
      name_before: line.name,
      name_after: after.name,
      amount_before: line.amount,
      amount_after: after.amount,
      reason: amendment.reason,
      amended_by: person.id,
      amended_at: now()
    })
    .execute();
  await tx.updateTable('budget_lines').set(after).where('id', '=', line.id).execute();
  const { reason } = amendment;
  await audit(tx, { action: 'budget-line.amended', thing: { kind: 'budget-line', id: line.id }, reason });
  return null;
}

/** What a line was before, newest change first, as far as the speaker may see the line. */
export function amendmentsOf(tx: Tx, line: string) {
  return tx
    .selectFrom('budget_line_amendments as amendment')
    .leftJoin('people', 'people.id', 'amendment.amended_by')
    .where('line_id', '=', line)
    .select([
      'amendment.id',
      'name_before',
      'name_after',
      'amount_before',
      'amount_after',
      'reason',
      'amended_at',
      'people.name as by'
    ])
    .orderBy('amended_at', 'desc')
    .orderBy('amendment.id', 'desc')
    .execute();
}

function lineNow(tx: Tx, line: string, person: Person) {
  return linesVisibleTo(tx, person).where('budget_lines.id', '=', line).executeTakeFirst();
}
