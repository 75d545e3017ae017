import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { Person } from '#platform/access/index.ts';
import { moveClock } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';
import { onDatabase, village, type Village } from '#platform/testing/index.server.ts';
import {
  approve,
  costOf,
  decline,
  donorMembersOf,
  endDonorMember,
  entriesToApprove,
  entriesVisibleTo,
  grantsVisibleTo,
  linesVisibleTo,
  nameDonorMember,
  postCost,
  recordGrant,
  reverseEntry,
  setPaymentPolicy,
  spentLately,
  todayFor
} from './index.server.ts';

const database = onDatabase();

const inPeriod = '2026-06-15';
type Line = { id: string; amount: string };

/** Grace manages grants; the grant runs through 2026 with these lines. */
async function grantOf(place: Village, grace: Person, amounts: string[], donor = 'The Open Hand Fund') {
  const grant = newId();
  const lines: Line[] = amounts.map((amount) => ({ id: newId(), amount }));
  const total = amounts.reduce((sum, amount) => sum + Number(amount), 0);
  const refusal = await place.as(grace, (tx) =>
    recordGrant(
      tx,
      {
        id: grant,
        donor: { name: donor },
        title: 'Care close to home',
        purpose: 'Training peer supporters',
        currency: 'USD',
        total: String(total),
        startsOn: '2026-01-01',
        endsOn: '2026-12-31',
        lines: lines.map((line, index) => ({ ...line, code: `L${index}`, name: `Line ${index}` }))
      },
      grace
    )
  );
  expect(refusal).toBeNull();
  return { grant, lines };
}

const cost = (line: string, amount: string, changes: object = {}) => ({
  id: newId(),
  line,
  amount,
  on: inPeriod,
  description: 'Room and lunch',
  activity: { kind: 'workshop', id: newId() },
  ...changes
});

const standing = (tx: Tx, person: Person, line: string) =>
  linesVisibleTo(tx, person).where('budget_lines.id', '=', line).executeTakeFirstOrThrow();

async function team() {
  const place = await village(database);
  const grace = await place.person('Grace', 'grants-manager');
  const tom = await place.person('Tom', 'administrator');
  const cora = await place.person('Cora', 'coordinator');
  return { place, grace, tom, cora };
}

describe('a grant', () => {
  test('is recorded once, with its lines and the donor’s promise in the ledger', async () => {
    const { place, grace } = await team();
    const { grant, lines } = await grantOf(place, grace, ['600', '400']);
    const seen = await place.as(grace, (tx) => grantsVisibleTo(tx, grace).execute());
    expect(seen).toMatchObject([
      { id: grant, donor: 'The Open Hand Fund', total: '1000', spent: '0', proposed: '0' }
    ]);
    expect(await place.as(grace, (tx) => linesVisibleTo(tx, grace).execute())).toHaveLength(lines.length);
    const entries = await place.as(grace, (tx) => entriesVisibleTo(tx, grace).execute());
    expect(entries).toMatchObject([{ state: 'posted', line_id: null }]);
  });

  test('cannot have lines above its total, even when a program tries', async () => {
    const { place, grace } = await team();
    const { grant } = await grantOf(place, grace, ['600', '400']);
    const more = place.as(grace, (tx) =>
      tx
        .insertInto('budget_lines')
        .values({
          organisation_id: place.organisation,
          id: newId(),
          grant_id: grant,
          code: 'X',
          name: 'X',
          amount: '0.01'
        })
        .execute()
    );
    await expect(more).rejects.toThrow(/more than the grant/);
  });

  test('is seen by the people of its own donor, and by no other donor', async () => {
    const { place, grace } = await team();
    const mine = await grantOf(place, grace, ['600']);
    await grantOf(place, grace, ['500'], 'Another fund');
    const dora = await place.person('Dora', 'donor');
    const dan = await place.person('Dan', 'donor');
    await place.as(grace, async (tx) => {
      const { donor_id } = await grantsVisibleTo(tx, grace)
        .where('grants.id', '=', mine.grant)
        .executeTakeFirstOrThrow();
      await nameDonorMember(tx, donor_id, dora.id, grace);
    });
    const end = () =>
      place.as(grace, async (tx) => {
        const { donor_id } = await grantsVisibleTo(tx, grace)
          .where('grants.id', '=', mine.grant)
          .executeTakeFirstOrThrow();
        await endDonorMember(tx, donor_id, dora.id, grace);
        expect(await donorMembersOf(tx, donor_id)).toEqual([]);
      });
    const grantsOf = (person: Person) => place.as(person, (tx) => grantsVisibleTo(tx, person).execute());
    expect((await grantsOf(dora)).map(({ id }) => id)).toEqual([mine.grant]);
    expect(await place.as(dora, (tx) => linesVisibleTo(tx, dora).execute())).toHaveLength(1);
    expect(await place.as(dora, (tx) => entriesVisibleTo(tx, dora).execute())).toHaveLength(1);
    expect(await grantsOf(dan)).toEqual([]);
    expect(await place.as(dan, (tx) => entriesVisibleTo(tx, dan).execute())).toEqual([]);
    await end();
    expect(await grantsOf(dora)).toEqual([]);
  });

  test('is not shown to another organisation, nor to a supporter', async () => {
    const { place, grace } = await team();
    await grantOf(place, grace, ['600']);
    const elsewhere = await village(database);
    const stranger = await elsewhere.person('Stranger', 'grants-manager');
    const sam = await place.person('Sam', 'supporter');
    const all = (tx: Tx) => tx.selectFrom('grants').select('id').execute();
    expect(await elsewhere.as(stranger, all)).toEqual([]);
    expect(await place.as(sam, all)).toEqual([]);
  });
});

describe('a cost', () => {
  test('is taken off its line and shown by what it was for', async () => {
    const { place, grace, cora } = await team();
    const { grant, lines } = await grantOf(place, grace, ['600']);
    const workshop = newId();
    const spent = cost(lines[0]!.id, '120.50', { activity: { kind: 'workshop', id: workshop } });
    expect(await place.as(cora, (tx) => postCost(tx, spent, cora))).toBeNull();
    expect(await place.as(cora, (tx) => standing(tx, cora, lines[0]!.id))).toMatchObject({
      spent: '120.50',
      proposed: '0'
    });
    const costs = await place.as(cora, (tx) => costOf(tx, ['workshop'], { ids: [workshop] }));
    expect(costs).toEqual([{ kind: 'workshop', id: workshop, grant, currency: 'USD', cost: '120.50' }]);
    expect(await place.as(cora, (tx) => costOf(tx, ['workshop'], { to: '2026-06-14' }))).toEqual([]);
    expect(await place.as(cora, (tx) => costOf(tx, ['encounter']))).toEqual([]);
  });

  test('sent twice is posted once', async () => {
    const { place, grace, cora } = await team();
    const { lines } = await grantOf(place, grace, ['600']);
    const once = cost(lines[0]!.id, '400');
    for (let time = 0; time < 3; time++)
      expect(await place.as(cora, (tx) => postCost(tx, once, cora))).toBeNull();
    await Promise.all([0, 1].map(() => place.as(cora, (tx) => postCost(tx, once, cora))));
    expect(await place.as(cora, (tx) => standing(tx, cora, lines[0]!.id))).toMatchObject({ spent: '400.00' });
  });

  test('outside the grant’s period, above what is left, or on an unknown line is refused', async () => {
    const { place, grace, cora } = await team();
    const { lines } = await grantOf(place, grace, ['100']);
    const post = (changes: object, amount = '10') =>
      place.as(cora, (tx) => postCost(tx, cost(lines[0]!.id, amount, changes), cora));
    expect(await post({ on: '2027-01-01' })).toBe('outside-grant-period');
    expect(await post({}, '100.01')).toBe('more-than-left');
    expect(await post({}, 'ten')).toBe('amount-unreadable');
    expect(await post({ line: newId() })).toBe('no-such-line');
  });
});

describe('the ledger', () => {
  test('however payments race, the line is never overspent and every entry sums to zero', async () => {
    const { place, grace, tom, cora } = await team();
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 100, max: 2_000 }),
        fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 4, maxLength: 8 }),
        async (available, amounts) => {
          const { grant, lines } = await grantOf(place, grace, [String(available)]);
          const line = lines[0]!.id;
          const outcomes = await Promise.all(
            amounts.map((amount, index) => {
              const poster = [grace, cora][index % 2]!;
              return place.as(poster, (tx) => postCost(tx, cost(line, String(amount)), poster));
            })
          );
          // Some payments are decided on while others are still being posted.
          const waiting = await place.as(tom, (tx) =>
            entriesToApprove(tx, tom).where('grants.id', '=', grant).execute()
          );
          await Promise.all(
            waiting.map(({ id }, index) =>
              place.as(tom, (tx) => (index % 2 ? approve(tx, id, tom) : decline(tx, id, 'Not agreed', tom)))
            )
          );
          const accepted = amounts.filter((_, index) => outcomes[index] === null);
          const total = accepted.reduce((sum, amount) => sum + amount, 0);
          expect(total).toBeLessThanOrEqual(available);
          // Whoever was refused would really not have fitted beside those accepted.
          for (const refused of amounts.filter((_, index) => outcomes[index] !== null))
            expect(total + refused).toBeGreaterThan(available);
          const { rows } = await database.owner.query(
            `select entry_id from ledger_postings where grant_id = $1 group by entry_id having sum(amount) <> 0`,
            [grant]
          );
          expect(rows).toEqual([]);
          const now = await place.as(grace, (tx) => standing(tx, grace, line));
          expect(Number(now.spent) + Number(now.proposed)).toBeLessThanOrEqual(available);
        }
      ),
      { numRuns: 15 }
    );
  });

  test('refuses an unbalanced, late, or overspending entry, even when a program tries', async () => {
    const { place, grace } = await team();
    const { grant, lines } = await grantOf(place, grace, ['100']);
    const write = (amounts: [string, string], on = inPeriod) =>
      place.as(grace, async (tx) => {
        const entry = newId();
        const organisation_id = place.organisation;
        await tx
          .insertInto('ledger_entries')
          .values({
            organisation_id,
            id: entry,
            grant_id: grant,
            currency: 'USD',
            happened_on: on,
            description: 'x',
            approvals_needed: 0,
            posted_by: grace.id,
            posted_at: new Date()
          })
          .execute();
        const accounts = new Map(
          (await tx.selectFrom('ledger_accounts').select(['kind', 'id']).execute()).map(({ kind, id }) => [
            kind,
            id
          ])
        );
        const shared = { organisation_id, entry_id: entry, grant_id: grant };
        await tx
          .insertInto('ledger_postings')
          .values([
            {
              ...shared,
              id: newId(),
              account_kind: 'cost',
              account_id: accounts.get('cost')!,
              amount: amounts[0],
              line_id: lines[0]!.id,
              activity_kind: 'workshop',
              activity_id: newId()
            },
            {
              ...shared,
              id: newId(),
              account_kind: 'bank',
              account_id: accounts.get('bank')!,
              amount: amounts[1]
            }
          ])
          .execute();
      });
    await expect(write(['10', '-9'])).rejects.toThrow(/sum to zero/);
    await expect(write(['101', '-101'])).rejects.toThrow(/more than is left/);
    await expect(write(['10', '-10'], '2027-02-01')).rejects.toThrow(/outside the grant/);
    await write(['100', '-100']);
    await expect(write(['0.01', '-0.01'])).rejects.toThrow(/more than is left/);
  });

  test('is only ever added to', async () => {
    const { place, grace } = await team();
    await grantOf(place, grace, ['100']);
    for (const table of [
      'ledger_entries',
      'ledger_postings',
      'entry_approvals',
      'entry_declines',
      'payment_policies'
    ]) {
      await expect(database.owner.query(`delete from ${table}`)).rejects.toThrow(/append-only/);
      await expect(
        database.owner.query(`update ${table} set organisation_id = organisation_id`)
      ).rejects.toThrow(/append-only/);
      await expect(place.as(grace, (tx) => sql`delete from ${sql.table(table)}`.execute(tx))).rejects.toThrow(
        /permission denied/
      );
    }
  });

  test('an entry is reversed once, by a mirror with a reason, and the money is free again', async () => {
    const { place, grace, cora } = await team();
    const { lines } = await grantOf(place, grace, ['100']);
    const spent = cost(lines[0]!.id, '100');
    await place.as(cora, (tx) => postCost(tx, spent, cora));
    const reverse = () =>
      place.as(grace, (tx) =>
        reverseEntry(tx, { id: newId(), entry: spent.id, reason: 'Paid twice' }, grace)
      );
    const both = await Promise.all([reverse(), reverse()]);
    expect(both.toSorted()).toEqual(['already-reversed', null]);
    expect(await place.as(grace, (tx) => standing(tx, grace, lines[0]!.id))).toMatchObject({ spent: '0.00' });
    expect(await place.as(cora, (tx) => postCost(tx, cost(lines[0]!.id, '100'), cora))).toBeNull();
    const reversal = await place.as(grace, (tx) =>
      entriesVisibleTo(tx, grace).where('reverses_id', '=', spent.id).executeTakeFirstOrThrow()
    );
    expect(
      await place.as(grace, (tx) => reverseEntry(tx, { id: newId(), entry: reversal.id, reason: 'x' }, grace))
    ).toBe('is-a-reversal');
  });
});

describe('today', () => {
  test('an approver is shown the payments that wait for them, and a grants manager what is nearly spent or ending', async () => {
    moveClock(new Date('2026-11-15T08:00Z'));
    const { place, grace, tom, cora } = await team();
    const { grant, lines } = await grantOf(place, grace, ['1000', '100']);
    await place.as(cora, (tx) => postCost(tx, cost(lines[0]!.id, '600', { on: '2026-11-01' }), cora));
    await place.as(cora, (tx) => postCost(tx, cost(lines[1]!.id, '90', { on: '2026-11-01' }), cora));
    const todayOf = async (person: Person) =>
      (await place.as(person, (tx) => todayFor(tx, person))).map(({ key }) => key.replace(/\.[^.]*$/, ''));
    expect(await todayOf(tom)).toEqual(['funding.approve']);
    expect(await todayOf(grace)).toEqual(['funding.approve', 'funding.line', 'funding.grant']);
    expect(await todayOf(cora)).toEqual([]);
    const lately = await place.as(grace, (tx) => spentLately(tx, grace, '2026-11-15'));
    expect(lately.get(grant)).toBe('90.00');
    expect((await place.as(grace, (tx) => spentLately(tx, grace, '2027-03-01'))).size).toBe(0);
  });
});

describe('a payment above the limit', () => {
  test('waits for two different people, and counts as taken meanwhile', async () => {
    const { place, grace, tom, cora } = await team();
    const { lines } = await grantOf(place, grace, ['1000']);
    const big = cost(lines[0]!.id, '500.01');
    expect(await place.as(cora, (tx) => postCost(tx, big, cora))).toBeNull();
    const now = () => place.as(cora, (tx) => standing(tx, cora, lines[0]!.id));
    expect(await now()).toMatchObject({ spent: '0', proposed: '500.01' });
    expect(await place.as(cora, (tx) => postCost(tx, cost(lines[0]!.id, '500'), cora))).toBe(
      'more-than-left'
    );

    expect(await place.as(cora, (tx) => approve(tx, big.id, cora))).toBe('not-yours-to-approve');
    expect(await place.as(grace, (tx) => approve(tx, big.id, grace))).toBeNull();
    expect(await place.as(grace, (tx) => approve(tx, big.id, grace))).toBe('already-approved-by-you');
    expect(await now()).toMatchObject({ spent: '0', proposed: '500.01' });
    expect(await place.as(tom, (tx) => entriesToApprove(tx, tom).execute())).toMatchObject([{ id: big.id }]);
    expect(await place.as(tom, (tx) => approve(tx, big.id, tom))).toBeNull();
    expect(await now()).toMatchObject({ spent: '500.01', proposed: '0' });
    expect(await place.as(tom, (tx) => entriesToApprove(tx, tom).execute())).toEqual([]);
  });

  test('posted by somebody who may approve needs one more, and cannot be approved twice by its poster', async () => {
    const { place, grace, tom } = await team();
    const { lines } = await grantOf(place, grace, ['1000']);
    const big = cost(lines[0]!.id, '800');
    await place.as(grace, (tx) => postCost(tx, big, grace));
    expect(await place.as(grace, (tx) => approve(tx, big.id, grace))).toBe('already-approved-by-you');
    const forged = place.as(grace, (tx) =>
      tx
        .insertInto('entry_approvals')
        .values({
          organisation_id: place.organisation,
          id: newId(),
          entry_id: big.id,
          approved_by: tom.id,
          approved_at: new Date()
        })
        .execute()
    );
    await expect(forged).rejects.toThrow(/row-level security/);
    await place.as(tom, (tx) => approve(tx, big.id, tom));
    expect(await place.as(grace, (tx) => standing(tx, grace, lines[0]!.id))).toMatchObject({
      spent: '800.00'
    });
  });

  test('declined, it frees its money and can no longer be approved', async () => {
    const { place, grace, tom, cora } = await team();
    const { lines } = await grantOf(place, grace, ['1000']);
    const big = cost(lines[0]!.id, '800');
    await place.as(cora, (tx) => postCost(tx, big, cora));
    expect(
      await place.as(grace, (tx) => reverseEntry(tx, { id: newId(), entry: big.id, reason: 'x' }, grace))
    ).toBe('not-posted');
    expect(await place.as(tom, (tx) => decline(tx, big.id, 'Another hall is cheaper', tom))).toBeNull();
    expect(await place.as(grace, (tx) => approve(tx, big.id, grace))).toBe('not-waiting');
    expect(await place.as(cora, (tx) => standing(tx, cora, lines[0]!.id))).toMatchObject({
      spent: '0',
      proposed: '0'
    });
  });

  test('is judged by the organisation’s own limit from the day it takes effect', async () => {
    const { place, grace, tom, cora } = await team();
    const { lines } = await grantOf(place, grace, ['1000']);
    const set = (limit: string, from: string) =>
      place.as(tom, (tx) =>
        setPaymentPolicy(
          tx,
          {
            id: newId(),
            twoApproversAbove: limit,
            effectiveFrom: from,
            source: 'board minutes',
            reason: 'Small sums'
          },
          tom
        )
      );
    await set('50', '2020-01-01');
    await set('5', '2999-01-01');
    await place.as(cora, (tx) => postCost(tx, cost(lines[0]!.id, '50'), cora));
    await place.as(cora, (tx) => postCost(tx, cost(lines[0]!.id, '51'), cora));
    expect(await place.as(cora, (tx) => standing(tx, cora, lines[0]!.id))).toMatchObject({
      spent: '50.00',
      proposed: '51.00'
    });
  });
});
