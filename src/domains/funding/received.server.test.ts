import fc from 'fast-check';
import { expect, test } from 'vitest';
import { moveClock } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';
import {
  amendLine,
  amendmentsOf,
  entriesVisibleTo,
  grantsVisibleTo,
  linesVisibleTo,
  postCost,
  receiveTranche,
  recordGrant,
  reverseEntry,
  tranchesOf
} from './index.server.ts';
import { refusalToReceive } from './received.ts';

const database = onDatabase();

/** Grace manages a grant of 1,000 with two lines of 600 and 300. */
async function grant() {
  moveClock(new Date('2026-06-20T12:00:00Z'));
  const place = await village(database);
  const grace = await place.person('Grace', 'grants-manager');
  const [id, rooms, travel] = [newId(), newId(), newId()];
  await place.as(grace, (tx) =>
    recordGrant(
      tx,
      {
        id,
        donor: { name: 'The Open Hand Fund' },
        title: 'Care close to home',
        purpose: 'Training peer supporters',
        currency: 'USD',
        total: '1000',
        startsOn: '2026-01-01',
        endsOn: '2026-12-31',
        lines: [
          { id: rooms, code: 'R', name: 'Rooms', amount: '600' },
          { id: travel, code: 'T', name: 'Travel', amount: '300' }
        ]
      },
      grace
    )
  );
  const receive = (amount: string, changes: object = {}, who = grace) =>
    place.as(who, (tx) =>
      receiveTranche(
        tx,
        { id: newId(), grant: id, amount, on: '2026-06-01', description: 'First tranche', ...changes },
        who
      )
    );
  const received = () =>
    place.as(
      grace,
      async (tx) =>
        (await grantsVisibleTo(tx, grace).where('grants.id', '=', id).executeTakeFirstOrThrow()).received
    );
  const amend = (changes: object, who = grace) =>
    place.as(who, (tx) =>
      amendLine(
        tx,
        { id: newId(), line: rooms, name: 'Rooms', amount: '600', reason: 'The donor agreed', ...changes },
        who
      )
    );
  const spend = (amount: string) =>
    place.as(grace, (tx) =>
      postCost(
        tx,
        {
          id: newId(),
          line: rooms,
          amount,
          on: '2026-06-15',
          description: 'Hall',
          activity: { kind: 'workshop', id: newId() }
        },
        grace
      )
    );
  return { ...place, grace, id, rooms, travel, receive, received, amend, spend };
}

test('a tranche moves from what was promised into the bank, once however often it is sent', async () => {
  const { as, grace, id, receive, received } = await grant();
  expect(await received()).toBe('0');
  const command = newId();
  expect(await receive('400', { id: command })).toBeNull();
  expect(await receive('400', { id: command })).toBeNull();
  expect(await received()).toBe('400.00');
  expect(await as(grace, (tx) => tranchesOf(tx, id, grace).execute())).toMatchObject([
    { bank_amount: '400.00', amount: null }
  ]);
});

test('no more comes in than the donor promised, also when two are recorded at the same moment', async () => {
  const { receive, received } = await grant();
  const both = await Promise.all([receive('700'), receive('700')]);
  expect(both.toSorted()).toEqual(['more-than-promised', null]);
  expect(await received()).toBe('700.00');
  expect(await receive('0')).toBe('amount-unreadable');
  expect(await receive('10', { on: '2026-06-21' })).toBe('not-yet-received');
});

test('the database itself refuses money beyond the promise, and from who does not manage grants', async () => {
  const { as, person, grace, id, organisation } = await grant();
  const cora = await person('Cora', 'coordinator');
  const accounts = await as(grace, (tx) => tx.selectFrom('ledger_accounts').selectAll().execute());
  const post = (who: typeof grace, amount: number) =>
    as(who, async (tx) => {
      const entry = newId();
      await tx
        .insertInto('ledger_entries')
        .values({
          organisation_id: organisation,
          id: entry,
          grant_id: id,
          currency: 'USD',
          happened_on: '2026-06-01',
          description: 'Past the room',
          approvals_needed: 0,
          posted_by: who.id,
          posted_at: new Date()
        })
        .execute();
      const posting = (kind: string, value: number) => ({
        organisation_id: organisation,
        id: newId(),
        entry_id: entry,
        account_id: accounts.find((account) => account.kind === kind)!.id,
        account_kind: kind,
        amount: String(value),
        grant_id: id
      });
      await tx
        .insertInto('ledger_postings')
        .values([posting('bank', amount), posting('promised', -amount)])
        .execute();
    });
  await expect(post(grace, 1001)).rejects.toThrow(/more was received than the donor promised/);
  await expect(post(cora, 10)).rejects.toThrow(/recorded by a grants manager/);
});

test('a tranche recorded by mistake is reversed, and its money is promised again', async () => {
  const { as, grace, receive, received } = await grant();
  const tranche = newId();
  await receive('400', { id: tranche });
  const reverse = () =>
    as(grace, (tx) => reverseEntry(tx, { id: newId(), entry: tranche, reason: 'Another grant’s' }, grace));
  expect(await reverse()).toBeNull();
  expect(await reverse()).toBe('already-reversed');
  expect(await received()).toBe('0.00');
  expect(await receive('1000')).toBeNull();
});

test('the promise itself is no money, and cannot be reversed', async () => {
  const { as, grace, id } = await grant();
  const [promise] = await as(grace, (tx) =>
    entriesVisibleTo(tx, grace).where('ledger_entries.grant_id', '=', id).execute()
  );
  expect(
    await as(grace, (tx) => reverseEntry(tx, { id: newId(), entry: promise!.id, reason: 'No' }, grace))
  ).toBe('moved-no-money');
});

test('only a grants manager records money and amends lines; a donor reads what became of their own', async () => {
  const { person, receive, amend } = await grant();
  const cora = await person('Cora', 'coordinator');
  expect(await receive('10', {}, cora)).toBe('not-yours-to-record');
  expect(await amend({}, cora)).toBe('not-yours-to-record');
});

test('an amended line keeps what it was before, and why', async () => {
  const { as, grace, rooms, amend } = await grant();
  const command = newId();
  expect(await amend({ id: command, name: 'Rooms and meals', amount: '700' })).toBeNull();
  expect(await amend({ id: command, name: 'Rooms and meals', amount: '700' })).toBeNull();
  expect(
    await as(grace, (tx) => linesVisibleTo(tx, grace).where('budget_lines.id', '=', rooms).executeTakeFirst())
  ).toMatchObject({ name: 'Rooms and meals', amount: '700.00' });
  expect(await as(grace, (tx) => amendmentsOf(tx, rooms))).toMatchObject([
    {
      name_before: 'Rooms',
      amount_before: '600',
      amount_after: '700.00',
      reason: 'The donor agreed',
      by: 'Grace'
    }
  ]);
});

test('a line is never less than what is spent on it, and the lines never more than the grant', async () => {
  const { as, grace, rooms, amend, spend } = await grant();
  expect(await spend('250')).toBeNull();
  expect(await amend({ amount: '249.99' })).toBe('less-than-spent');
  expect(await amend({ amount: '700.01' })).toBe('lines-exceed-grant');
  expect(await amend({ amount: '250' })).toBeNull();
  expect(await spend('0.01')).toBe('more-than-left');
  const quietly = (amount: string) =>
    as(grace, (tx) => tx.updateTable('budget_lines').set({ amount }).where('id', '=', rooms).execute());
  await expect(quietly('300')).rejects.toThrow(/only with a reason/);
});

test('whatever is promised and asked for, what is received stays between nothing and the promise', () => {
  fc.assert(
    fc.property(
      fc.bigInt(0n, 10n ** 9n),
      fc.bigInt(-(10n ** 9n), 2n * 10n ** 9n),
      (stillPromised, amount) => {
        const refused = refusalToReceive(amount, '2026-06-01', { stillPromised, today: '2026-06-02' });
        expect(refused === null).toBe(amount > 0n && amount <= stillPromised);
      }
    )
  );
});
