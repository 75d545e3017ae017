import { expect, test } from 'vitest';
import { moveClock } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';
import {
  addLine,
  amendGrant,
  grantAmendmentsOf,
  grantsVisibleTo,
  lineAdditionsOf,
  linesVisibleTo,
  postCost,
  receiveTranche,
  recordGrant
} from './index.server.ts';
import type { LineAddition, NewGrantAmendment } from './index.ts';

const database = onDatabase();

/** Grace keeps a grant of 1000 for 2026, with 600 of it on a line for rooms. It is the first of June. */
async function granted() {
  moveClock(new Date('2026-06-01T08:00Z'));
  const place = await village(database);
  const { as } = place;
  const grace = await place.person('Grace', 'grants-manager');
  const cora = await place.person('Cora', 'coordinator');
  const [grant, rooms] = [newId(), newId()];
  await as(grace, (tx) =>
    recordGrant(
      tx,
      {
        id: grant,
        donor: { name: 'Harbour Trust' },
        title: 'Neighbours who listen',
        purpose: 'Training',
        currency: 'USD',
        total: '1000',
        startsOn: '2026-01-01',
        endsOn: '2026-12-31',
        lines: [{ id: rooms, code: 'ROOM', name: 'Rooms', amount: '600' }]
      },
      grace
    )
  );
  const amend = (changes: Partial<NewGrantAmendment> = {}, who = grace) =>
    as(who, (tx) =>
      amendGrant(
        tx,
        { id: newId(), grant, total: '1000', endsOn: '2026-12-31', reason: 'The donor agreed', ...changes },
        who
      )
    );
  const add = (changes: Partial<LineAddition> = {}, who = grace) =>
    as(who, (tx) =>
      addLine(
        tx,
        {
          id: newId(),
          grant,
          code: 'TRAVEL',
          name: 'Travel',
          amount: '400',
          reason: 'Far villages',
          ...changes
        },
        who
      )
    );
  const spend = (amount: string, on: string) =>
    as(grace, (tx) =>
      postCost(
        tx,
        {
          id: newId(),
          line: rooms,
          amount,
          on,
          description: 'Room',
          activity: { kind: 'workshop', id: newId() }
        },
        grace
      )
    );
  const seen = () =>
    as(grace, (tx) => grantsVisibleTo(tx, grace).where('grants.id', '=', grant).executeTakeFirstOrThrow());
  return { ...place, grace, cora, grant, rooms, amend, add, spend, seen };
}

test('a grant that a donor raised and extended keeps what it was before, and why; its promise grows', async () => {
  const { as, grace, grant, amend, seen } = await granted();
  const id = newId();
  const more = { id, total: '1500', endsOn: '2027-06-30' };
  expect(await amend(more)).toBeNull();
  expect(await amend(more)).toBeNull();
  expect(await seen()).toMatchObject({ total: '1500.00', ends_on: '2027-06-30', received: '0.00' });
  expect(await as(grace, (tx) => grantAmendmentsOf(tx, grant))).toMatchObject([
    {
      total_before: '1000',
      total_after: '1500.00',
      ends_on_before: '2026-12-31',
      reason: 'The donor agreed',
      by: 'Grace'
    }
  ]);
  const whole = { id: newId(), grant, amount: '1500', on: '2026-06-01', description: 'All of it' };
  expect(await as(grace, (tx) => receiveTranche(tx, whole, grace))).toBeNull();
  expect(await amend({ total: '1499.99', endsOn: '2027-06-30' })).toBe('less-than-received');
});

test('a grant is never less than its lines, and a line never less than what is spent', async () => {
  const { amend, add, spend, seen } = await granted();
  expect(await amend({ total: '599.99' })).toBe('less-than-lines');
  expect(await amend({ total: '600' })).toBeNull();
  expect(await add({ amount: '0.01' })).toBe('lines-exceed-grant');
  expect(await spend('500', '2026-06-01')).toBeNull();
  expect(await amend({ total: '500' })).toBe('less-than-lines');
  expect((await seen()).total).toBe('600.00');
});

test('a grant does not end before it begins, nor before what it paid for', async () => {
  const { amend, spend } = await granted();
  expect(await amend({ endsOn: '2025-12-31' })).toBe('ends-before-start');
  expect(await spend('10', '2026-06-01')).toBeNull();
  expect(await amend({ endsOn: '2026-05-31' })).toBe('ends-before-spent');
  expect(await amend({ endsOn: '2026-06-01' })).toBeNull();
  expect(await spend('10', '2026-06-02')).toBe('outside-grant-period');
  expect(await amend({ endsOn: '2026-06-01' })).toBe('nothing-changes');
});

test('a line that comes later says why, and is spent from like the others', async () => {
  const { as, grace, grant, add } = await granted();
  const id = newId();
  expect(await add({ id })).toBeNull();
  expect(await add({ id })).toBeNull();
  expect(await add({})).toBe('same-code-twice');
  expect(await as(grace, (tx) => lineAdditionsOf(tx, grant))).toMatchObject([
    { code: 'TRAVEL', reason: 'Far villages', by: 'Grace' }
  ]);
  expect(
    await as(grace, (tx) => linesVisibleTo(tx, grace).where('budget_lines.grant_id', '=', grant).execute())
  ).toHaveLength(2);
});

test('only a grants manager amends; the database itself wants a reason, the lines and what was paid for kept', async () => {
  const { as, grace, cora, grant, amend, add, spend } = await granted();
  expect(await amend({ total: '2000' }, cora)).toBe('not-yours-to-record');
  expect(await add({}, cora)).toBe('not-yours-to-record');
  await spend('10', '2026-06-01');
  const quietly = (after: { total?: string; ends_on?: string }, explained: boolean) =>
    as(grace, async (tx) => {
      if (explained)
        await tx
          .insertInto('grant_amendments')
          .values({
            organisation_id: grace.organisation.id,
            id: newId(),
            grant_id: grant,
            total_before: '1000',
            total_after: after.total ?? '1000',
            ends_on_before: '2026-12-31',
            ends_on_after: after.ends_on ?? '2026-12-31',
            reason: 'So',
            amended_by: grace.id,
            amended_at: new Date()
          })
          .execute();
      await tx.updateTable('grants').set(after).where('id', '=', grant).execute();
    });
  await expect(quietly({ total: '2000' }, false)).rejects.toThrow(/only with a reason/);
  await expect(quietly({ total: '599' }, true)).rejects.toThrow(/less than its lines/);
  await expect(quietly({ ends_on: '2026-05-31' }, true)).rejects.toThrow(/before what it paid for/);
});
