import { sql } from 'kysely';
import { can, type Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { dayIn, now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';
import { isAmended } from './amended.server.ts';
import { grantsVisibleTo, linesVisibleTo } from './grant.server.ts';
import {
  refusalToAmendGrant,
  type GrantAmendmentRefusal,
  type LineAddition,
  type LineAdditionRefusal,
  type NewGrantAmendment
} from './grant-amendment.ts';
import { postEntry } from './ledger.server.ts';
import { amountText, minorUnits } from './money.ts';

/**
 * Gives a grant another total or end, with the reason; what it was before is kept, and what the donor promises changes in
 * the ledger. Never less than its lines or what was received, never over before what it paid for. A repeat changes nothing.
 */
export async function amendGrant(
  tx: Tx,
  amendment: NewGrantAmendment,
  person: Person
): Promise<GrantAmendmentRefusal | null> {
  if (!can(person, 'grants.record')) return 'not-yours-to-record';
  await sql`select lock_grant(${amendment.grant})`.execute(tx);
  if (await isAmended(tx, 'grant_amendments', amendment.id)) return null;
  const grant = await grantNow(tx, amendment.grant, person);
  if (!grant) return 'no-such-grant';
  const { currency } = grant;
  const units = (text: string) => minorUnits(text, currency)!;
  const refusal = refusalToAmendGrant(amendment, {
    currency,
    total: units(grant.total),
    startsOn: grant.starts_on,
    endsOn: grant.ends_on,
    lines: (await linesOf(tx, grant.id, person)).reduce((sum, { amount }) => sum + units(amount), 0n),
    received: units(grant.received),
    lastSpentOn: await lastSpentOn(tx, grant.id)
  });
  if (refusal) return refusal;

  const after = { total: amountText(units(amendment.total), currency), ends_on: amendment.endsOn };
  const { reason } = amendment;
  await tx
    .insertInto('grant_amendments')
    .values({
      organisation_id: person.organisation.id,
      id: amendment.id,
      grant_id: grant.id,
      total_before: grant.total,
      total_after: after.total,
      ends_on_before: grant.ends_on,
      ends_on_after: after.ends_on,
      reason,
      amended_by: person.id,
      amended_at: now()
    })
    .execute();
  await tx.updateTable('grants').set(after).where('id', '=', grant.id).execute();
  const more = units(after.total) - units(grant.total);
  if (more !== 0n) await promise(tx, grant, amountText(more, currency), amountText(-more, currency), person);
  await audit(tx, { action: 'grant.amended', thing: { kind: 'grant', id: grant.id }, reason });
  return null;
}

/** What a grant was before, newest change first, as far as the speaker may see the grant. */
export function grantAmendmentsOf(tx: Tx, grant: string) {
  return tx
    .selectFrom('grant_amendments as amendment')
    .leftJoin('people', 'people.id', 'amendment.amended_by')
    .where('grant_id', '=', grant)
    .select([
      'amendment.id',
      'total_before',
      'total_after',
      'ends_on_before',
      'ends_on_after',
      'reason',
      'amended_at',
      'people.name as by'
    ])
    .orderBy('amended_at', 'desc')
    .orderBy('amendment.id', 'desc')
    .execute();
}

/** Adds a line to a grant that has room for it, with the reason. A repeat with the same id changes nothing. */
export async function addLine(
  tx: Tx,
  line: LineAddition,
  person: Person
): Promise<LineAdditionRefusal | null> {
  if (!can(person, 'grants.record')) return 'not-yours-to-record';
  await sql`select lock_grant(${line.grant})`.execute(tx);
  const grant = await grantNow(tx, line.grant, person);
  if (!grant) return 'no-such-grant';
  const lines = await linesOf(tx, grant.id, person);
  if (lines.some(({ id }) => id === line.id)) return null;
  const amount = minorUnits(line.amount, grant.currency);
  if (amount === null || amount <= 0n) return 'amount-unreadable';
  if (lines.some(({ code }) => code === line.code)) return 'same-code-twice';
  const units = (text: string) => minorUnits(text, grant.currency)!;
  const sum = lines.reduce((sum, { amount }) => sum + units(amount), amount);
  if (sum > units(grant.total)) return 'lines-exceed-grant';

  const organisation_id = person.organisation.id;
  await tx
    .insertInto('budget_lines')
    .values({
      organisation_id,
      id: line.id,
      grant_id: grant.id,
      code: line.code,
      name: line.name,
      amount: amountText(amount, grant.currency)
    })
    .execute();
  const { reason } = line;
  await tx
    .insertInto('budget_line_additions')
    .values({ organisation_id, line_id: line.id, reason, added_by: person.id, added_at: now() })
    .execute();
  await audit(tx, { action: 'budget-line.added', thing: { kind: 'budget-line', id: line.id }, reason });
  return null;
}

/** The lines that came to a grant later, and why, the newest first. */
export function lineAdditionsOf(tx: Tx, grant: string) {
  return tx
    .selectFrom('budget_line_additions as addition')
    .innerJoin('budget_lines as line', (join) =>
      join
        .onRef('line.organisation_id', '=', 'addition.organisation_id')
        .onRef('line.id', '=', 'addition.line_id')
    )
    .leftJoin('people', 'people.id', 'addition.added_by')
    .where('line.grant_id', '=', grant)
    .select([
      'line.id',
      'line.code',
      'line.name',
      'addition.reason',
      'addition.added_at',
      'people.name as by'
    ])
    .orderBy('addition.added_at', 'desc')
    .execute();
}

// What is promised falls or rises with the grant; below what is still promised the database refuses.
async function promise(
  tx: Tx,
  grant: { id: string; currency: string; title: string },
  more: string,
  less: string,
  person: Person
): Promise<void> {
  const { id, currency, title } = grant;
  await postEntry(
    tx,
    {
      id: newId(),
      grant: id,
      currency,
      on: dayIn(person.organisation.timeZone),
      description: title,
      approvalsNeeded: 0
    },
    [
      { account: 'promised', amount: more },
      { account: 'fund', amount: less }
    ],
    person
  );
}

function grantNow(tx: Tx, grant: string, person: Person) {
  return grantsVisibleTo(tx, person).where('grants.id', '=', grant).executeTakeFirst();
}

function linesOf(tx: Tx, grant: string, person: Person) {
  return linesVisibleTo(tx, person).where('budget_lines.grant_id', '=', grant).execute();
}

async function lastSpentOn(tx: Tx, grant: string): Promise<string | null> {
  const row = await tx
    .selectFrom('ledger_entries as entry')
    .innerJoin('ledger_entry_states as state', (join) =>
      join
        .onRef('state.organisation_id', '=', 'entry.organisation_id')
        .onRef('state.entry_id', '=', 'entry.id')
    )
    .innerJoin('ledger_postings as cost', (join) =>
      join.onRef('cost.organisation_id', '=', 'entry.organisation_id').onRef('cost.entry_id', '=', 'entry.id')
    )
    .where('entry.grant_id', '=', grant)
    .where('cost.account_kind', '=', 'cost')
    .where('cost.amount', '>', '0')
    .where('state.state', '<>', 'declined')
    .where('state.reversed_by_id', 'is', null)
    .select(({ fn }) => fn.max('entry.happened_on').as('on'))
    .executeTakeFirst();
  return row?.on ?? null;
}
