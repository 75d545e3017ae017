import { sql } from 'kysely';
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { addDays, now, type Day } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';
import { postedCosts } from './cost.server.ts';
import { knownOrNewDonor } from './donor.server.ts';
import { refusalToRecord, runwayLookBackDays, type GrantRefusal, type NewGrant } from './grant.ts';
import { postEntry } from './ledger.server.ts';

/** The grants this person may see, each with its donor and what its lines have spent and proposed. */
export function grantsVisibleTo(tx: Tx, person: Person) {
  return (
    tx
      .selectFrom('grants')
      .innerJoin('donors', (join) =>
        join
          .onRef('donors.organisation_id', '=', 'grants.organisation_id')
          .onRef('donors.id', '=', 'grants.donor_id')
      )
      .leftJoinLateral(
        (from) =>
          from
            .selectFrom('budget_line_balances as balance')
            .whereRef('balance.organisation_id', '=', 'grants.organisation_id')
            .whereRef('balance.grant_id', '=', 'grants.id')
            .select([
              sql<string>`coalesce(sum(balance.spent), 0)`.as('spent'),
              sql<string>`coalesce(sum(balance.proposed), 0)`.as('proposed')
            ])
            .as('used'),
        (join) => join.onTrue()
      )
      // What was promised falls as tranches come in.
      .leftJoinLateral(
        (from) =>
          from
            .selectFrom('ledger_postings as promise')
            .whereRef('promise.organisation_id', '=', 'grants.organisation_id')
            .whereRef('promise.grant_id', '=', 'grants.id')
            .where('promise.account_kind', '=', 'promised')
            .select(sql<string>`coalesce(sum(promise.amount), 0)`.as('outstanding'))
            .as('promised'),
        (join) => join.onTrue()
      )
      // Fees and the like: a grant's work brings them in, its donor did not give them.
      .leftJoinLateral(
        (from) =>
          from
            .selectFrom('ledger_postings as fee')
            .whereRef('fee.organisation_id', '=', 'grants.organisation_id')
            .whereRef('fee.grant_id', '=', 'grants.id')
            .where('fee.account_kind', '=', 'income')
            .select(sql<string>`coalesce(-sum(fee.amount), 0)`.as('earned'))
            .as('income'),
        (join) => join.onTrue()
      )
      .where('grants.organisation_id', '=', person.organisation.id)
      .select([
        'grants.id',
        'grants.title',
        'grants.purpose',
        'grants.currency',
        'grants.total',
        'grants.starts_on',
        'grants.ends_on',
        'grants.donor_id',
        'donors.name as donor',
        sql<string>`used.spent`.as('spent'),
        sql<string>`used.proposed`.as('proposed'),
        sql<string>`income.earned`.as('earned'),
        sql<string>`grants.total - promised.outstanding`.as('received')
      ])
  );
}

/** The budget lines this person may see, each with its grant's period and what it has spent and proposed. */
export function linesVisibleTo(tx: Tx, person: Person) {
  return tx
    .selectFrom('budget_lines')
    .innerJoin('grants', (join) =>
      join
        .onRef('grants.organisation_id', '=', 'budget_lines.organisation_id')
        .onRef('grants.id', '=', 'budget_lines.grant_id')
    )
    .innerJoin('budget_line_balances as balance', (join) =>
      join
        .onRef('balance.organisation_id', '=', 'budget_lines.organisation_id')
        .onRef('balance.line_id', '=', 'budget_lines.id')
    )
    .where('budget_lines.organisation_id', '=', person.organisation.id)
    .select([
      'budget_lines.id',
      'budget_lines.code',
      'budget_lines.name',
      'budget_lines.amount',
      'budget_lines.grant_id',
      'grants.title as grant',
      'grants.currency',
      'grants.starts_on',
      'grants.ends_on',
      sql<string>`balance.spent`.as('spent'),
      sql<string>`balance.proposed`.as('proposed')
    ]);
}

/** Records a grant with its budget lines, and what the donor promised in the ledger. A repeat changes nothing. */
export async function recordGrant(tx: Tx, grant: NewGrant, person: Person): Promise<GrantRefusal | null> {
  const refusal = refusalToRecord(grant);
  if (refusal) return refusal;
  if (await grantsVisibleTo(tx, person).where('grants.id', '=', grant.id).executeTakeFirst()) return null;
  const donor = await knownOrNewDonor(tx, grant.donor, person);
  if (!donor) return 'no-such-donor';

  const organisation_id = person.organisation.id;
  const { id, title, purpose, currency, total, startsOn, endsOn } = grant;
  const recorded = { recorded_by: person.id, recorded_at: now() };
  await tx
    .insertInto('grants')
    .values({
      organisation_id,
      id,
      donor_id: donor,
      title,
      purpose,
      currency,
      total,
      starts_on: startsOn,
      ends_on: endsOn,
      ...recorded
    })
    .execute();
  await tx
    .insertInto('budget_lines')
    .values(
      grant.lines.map(({ id: line, code, name, amount }) => ({
        organisation_id,
        id: line,
        grant_id: id,
        code,
        name,
        amount
      }))
    )
    .execute();
  await postEntry(
    tx,
    { id: newId(), grant: id, currency, on: startsOn, description: title, approvalsNeeded: 0 },
    [
      { account: 'promised', amount: total },
      { account: 'fund', amount: `-${total}` }
    ],
    person
  );
  await audit(tx, { action: 'grant.recorded', thing: { kind: 'grant', id } });
  return null;
}

/** What each grant this person may see spent in the days before `today`, by grant id: the pace its runway is reckoned from. */
export async function spentLately(tx: Tx, person: Person, today: Day): Promise<Map<string, string>> {
  const rows = await postedCosts(tx)
    .where('posting.organisation_id', '=', person.organisation.id)
    .where('entry.happened_on', '>', addDays(today, -runwayLookBackDays))
    .where('entry.happened_on', '<=', today)
    .groupBy('entry.grant_id')
    .select(['entry.grant_id', (eb) => eb.fn.sum<string>('posting.amount').as('spent')])
    .execute();
  return new Map(rows.map(({ grant_id, spent }) => [grant_id, spent]));
}
