import { sql } from 'kysely';
import type { Person } from '#platform/access/index.ts';
import { now, type Day } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';
import type { Activity, EntryState } from './ledger.ts';

type NewEntry = {
  id: string;
  grant: string;
  currency: string;
  on: Day;
  description: string;
  approvalsNeeded: 0 | 2;
  reverses?: { entry: string; reason: string };
};
export type AccountKind = 'bank' | 'promised' | 'fund' | 'cost' | 'income';
type NewPosting = { account: AccountKind; amount: string; line?: string; activity?: Activity };

/** The entries this person may see, each with its state, its amount, its line and what it was for. */
export function entriesVisibleTo(tx: Tx, person: Person) {
  return tx
    .selectFrom('ledger_entries')
    .innerJoin('grants', (join) =>
      join
        .onRef('grants.organisation_id', '=', 'ledger_entries.organisation_id')
        .onRef('grants.id', '=', 'ledger_entries.grant_id')
    )
    .innerJoin('ledger_entry_states as state', (join) =>
      join
        .onRef('state.organisation_id', '=', 'ledger_entries.organisation_id')
        .onRef('state.entry_id', '=', 'ledger_entries.id')
    )
    .leftJoin('ledger_postings as cost', (join) =>
      join
        .onRef('cost.organisation_id', '=', 'ledger_entries.organisation_id')
        .onRef('cost.entry_id', '=', 'ledger_entries.id')
        .on('cost.account_kind', '=', 'cost')
    )
    .leftJoin('ledger_postings as bank', (join) =>
      join
        .onRef('bank.organisation_id', '=', 'ledger_entries.organisation_id')
        .onRef('bank.entry_id', '=', 'ledger_entries.id')
        .on('bank.account_kind', '=', 'bank')
    )
    .leftJoin('budget_lines as line', (join) =>
      join.onRef('line.organisation_id', '=', 'cost.organisation_id').onRef('line.id', '=', 'cost.line_id')
    )
    .leftJoin('people as poster', 'poster.id', 'ledger_entries.posted_by')
    .where('ledger_entries.organisation_id', '=', person.organisation.id)
    .select([
      'ledger_entries.id',
      'ledger_entries.grant_id',
      'grants.title as grant',
      'ledger_entries.currency',
      'ledger_entries.happened_on',
      'ledger_entries.description',
      'ledger_entries.approvals_needed',
      'ledger_entries.reverses_id',
      'ledger_entries.reason',
      'ledger_entries.posted_by',
      'ledger_entries.posted_at',
      'poster.name as poster',
      sql<EntryState>`state.state`.as('state'),
      'state.reversed_by_id',
      'cost.amount',
      'bank.amount as bank_amount',
      'cost.line_id',
      'line.code as line_code',
      'line.name as line_name',
      'cost.activity_kind',
      'cost.activity_id'
    ]);
}

/** The postings of an entry, debits first. Row-level security shows them to whoever sees the grant. */
export function postingsOf(tx: Tx, entry: string) {
  return tx
    .selectFrom('ledger_postings')
    .where('entry_id', '=', entry)
    .select(['id', 'account_kind', 'amount', 'line_id', 'activity_kind', 'activity_id'])
    .orderBy('amount', 'desc')
    .execute();
}

/** Writes an entry with its postings. The database refuses it at commit unless they sum to zero and fit their lines. */
export async function postEntry(
  tx: Tx,
  entry: NewEntry,
  postings: NewPosting[],
  person: Person
): Promise<void> {
  const organisation_id = person.organisation.id;
  await tx
    .insertInto('ledger_entries')
    .values({
      organisation_id,
      id: entry.id,
      grant_id: entry.grant,
      currency: entry.currency,
      happened_on: entry.on,
      description: entry.description,
      approvals_needed: entry.approvalsNeeded,
      reverses_id: entry.reverses?.entry ?? null,
      reason: entry.reverses?.reason ?? null,
      posted_by: person.id,
      posted_at: now()
    })
    .execute();
  const accounts = await accountIds(tx, new Set(postings.map(({ account }) => account)), person);
  await tx
    .insertInto('ledger_postings')
    .values(
      postings.map(({ account, amount, line, activity }) => ({
        organisation_id,
        id: newId(),
        entry_id: entry.id,
        account_id: accounts.get(account)!,
        account_kind: account,
        amount,
        grant_id: entry.grant,
        line_id: line ?? null,
        activity_kind: activity?.kind ?? null,
        activity_id: activity?.id ?? null
      }))
    )
    .execute();
}

/** Whether an entry has been written already, so that a repeated command does its work once. */
export async function isPosted(tx: Tx, id: string): Promise<boolean> {
  return (
    (await tx.selectFrom('ledger_entries').select('id').where('id', '=', id).executeTakeFirst()) !== undefined
  );
}

/** Writes that this person approves the entry; the database refuses a second time, and an entry that does not wait. */
export async function addApproval(tx: Tx, entry: string, person: Person): Promise<void> {
  await tx
    .insertInto('entry_approvals')
    .values({
      organisation_id: person.organisation.id,
      id: newId(),
      entry_id: entry,
      approved_by: person.id,
      approved_at: now()
    })
    .execute();
}

// An organisation's four accounts are opened with its first entry, and that of income with the first fee.
async function accountIds(tx: Tx, wanted: Set<AccountKind>, person: Person): Promise<Map<string, string>> {
  const open = () =>
    tx
      .selectFrom('ledger_accounts')
      .select(['kind', 'id'])
      .where('organisation_id', '=', person.organisation.id)
      .execute();
  let accounts = await open();
  if ([...wanted].some((wish) => !accounts.some(({ kind }) => kind === wish))) {
    const kinds = new Set<AccountKind>(['bank', 'promised', 'fund', 'cost', ...wanted]);
    await tx
      .insertInto('ledger_accounts')
      .values([...kinds].map((kind) => ({ organisation_id: person.organisation.id, id: newId(), kind })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    accounts = await open();
  }
  return new Map(accounts.map(({ kind, id }) => [kind, id]));
}
