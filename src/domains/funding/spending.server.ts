import { sql } from 'kysely';
import { can, type Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { dayIn } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { linesVisibleTo } from './grant.server.ts';
import { left } from './grant.ts';
import {
  addApproval,
  entriesVisibleTo,
  isPosted,
  postEntry,
  postingsOf,
  type AccountKind
} from './ledger.server.ts';
import {
  approvalsNeeded,
  refusalToReverse,
  refusalToSpend,
  type CostRefusal,
  type NewCost,
  type ReversalRefusal
} from './ledger.ts';
import { amountText, minorUnits } from './money.ts';
import { paymentPolicyOn } from './policy.server.ts';

/**
 * Posts what an activity cost to a budget line, in the caller's transaction: no line is overspent, whoever else
 * posts at the same time. Above the policy's limit the entry is only proposed, and counts as taken, until two
 * different people approve it; a poster who may approve is the first. A repeat with the same id changes nothing.
 */
export async function postCost(tx: Tx, cost: NewCost, person: Person): Promise<CostRefusal | null> {
  await sql`select lock_budget_line(${cost.line})`.execute(tx);
  if (await isPosted(tx, cost.id)) return null;
  const line = await linesVisibleTo(tx, person).where('budget_lines.id', '=', cost.line).executeTakeFirst();
  if (!line) return 'no-such-line';

  const units = (text: string) => minorUnits(text, line.currency)!;
  const amount = minorUnits(cost.amount, line.currency);
  const standing = { amount: units(line.amount), spent: units(line.spent), proposed: units(line.proposed) };
  const refusal = refusalToSpend(amount, cost.on, {
    left: left(standing),
    startsOn: line.starts_on,
    endsOn: line.ends_on
  });
  if (refusal) return refusal;

  const policy = await paymentPolicyOn(tx, person, dayIn(person.organisation.timeZone));
  const needed = approvalsNeeded(amount!, limitUnits(policy.twoApproversAbove, line.currency));
  const entry = {
    id: cost.id,
    grant: line.grant_id,
    currency: line.currency,
    on: cost.on,
    description: cost.description,
    approvalsNeeded: needed
  };
  const debit = {
    account: 'cost',
    amount: amountText(amount!, line.currency),
    line: cost.line,
    activity: cost.activity
  } as const;
  await postEntry(
    tx,
    entry,
    [debit, { account: 'bank', amount: amountText(-amount!, line.currency) }],
    person
  );
  if (needed > 0 && can(person, 'payments.approve')) await addApproval(tx, cost.id, person);
  await audit(tx, {
    action: needed > 0 ? 'payment.proposed' : 'cost.posted',
    thing: { kind: 'entry', id: cost.id }
  });
  return null;
}

/** Takes a posted cost, or a tranche received, back by its mirror image, with the reason. The money is free on its line again. */
export async function reverseEntry(
  tx: Tx,
  { id, entry, reason }: { id: string; entry: string; reason: string },
  person: Person
): Promise<ReversalRefusal | null> {
  await sql`select lock_entry(${entry})`.execute(tx);
  if (await isPosted(tx, id)) return null;
  const reversed = await entriesVisibleTo(tx, person)
    .where('ledger_entries.id', '=', entry)
    .executeTakeFirst();
  if (!reversed) return 'no-such-entry';
  const refusal = refusalToReverse({
    state: reversed.state,
    reversedBy: reversed.reversed_by_id,
    reverses: reversed.reverses_id,
    movedMoney: reversed.bank_amount !== null
  });
  if (refusal) return refusal;

  const mirror = (await postingsOf(tx, entry)).map((posting) => ({
    account: posting.account_kind as AccountKind,
    amount: posting.amount.startsWith('-') ? posting.amount.slice(1) : `-${posting.amount}`,
    line: posting.line_id ?? undefined,
    activity: posting.activity_id ? { kind: posting.activity_kind!, id: posting.activity_id } : undefined
  }));
  const { grant_id: grant, currency, description } = reversed;
  const on = dayIn(person.organisation.timeZone);
  await postEntry(
    tx,
    { id, grant, currency, on, description, approvalsNeeded: 0, reverses: { entry, reason } },
    mirror,
    person
  );
  await audit(tx, { action: 'entry.reversed', thing: { kind: 'entry', id: entry }, reason });
  return null;
}

// A limit such as 500.50 means its whole part in a currency without cents.
function limitUnits(limit: string, currency: string): bigint {
  return minorUnits(limit, currency) ?? minorUnits(limit.split('.')[0]!, currency)!;
}
