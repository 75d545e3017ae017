import { expect, test } from 'vitest';
import { recordGrant, reverseEntry } from '#domains/funding/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import { newId } from '#platform/ids.ts';
import { aGrant } from '#platform/testing/grant.ts';
import { onDatabase } from '#platform/testing/index.server.ts';
import { aWorkshop, inMay } from '#platform/testing/workshop.ts';
import {
  changeLine,
  costOfWorkshop,
  lineChangesOf,
  postWorkshopCost,
  scheduleWorkshop,
  setTerms,
  workshopsVisibleTo
} from './index.server.ts';

const database = onDatabase();
const at = (text: string) => new Date(`${text}Z`);

/** Grace keeps two grants in dollars and one in euros. Cora planned a workshop in June before anybody paid. It is May. */
async function unpaid() {
  const place = await inMay(database);
  const { as, grace, cora } = place;
  const [line, other, euros, late, workshop] = [newId(), newId(), newId(), newId(), newId()];
  await as(grace, async (tx) => {
    await recordGrant(tx, aGrant({ line }), grace);
    await recordGrant(tx, aGrant({ title: 'Circles', line: other }), grace);
    await recordGrant(tx, aGrant({ title: 'Ponts', currency: 'EUR', line: euros }), grace);
    await recordGrant(tx, aGrant({ title: 'Autumn', startsOn: '2026-09-01', line: late }), grace);
  });
  const sessions = [{ id: newId(), startsAt: at('2026-06-01T06:00'), endsAt: at('2026-06-01T13:00') }];
  await as(cora, (tx) => scheduleWorkshop(tx, aWorkshop({ id: workshop, sessions }), cora));
  const change = (line: string, { id = newId(), who = cora }: { id?: string; who?: Person } = {}) =>
    as(who, (tx) => changeLine(tx, { id, workshop, line, reason: 'The grant came' }, who));
  const post = (id = newId()) =>
    as(cora, (tx) =>
      postWorkshopCost(tx, { id, workshop, amount: '40', on: '2026-05-01', description: 'Tea' }, cora)
    );
  const history = () => as(cora, (tx) => lineChangesOf(tx, workshop));
  return { ...place, line, other, euros, late, workshop, change, post, history };
}

test('a workshop that was planned before anybody paid is given a line, and its cost is charged there', async () => {
  const { as, cora, line, workshop, change, post, history } = await unpaid();
  expect(await post()).toBe('no-line');
  const id = newId();
  expect(await change(line, { id })).toBeNull();
  expect(await change(line, { id })).toBeNull();
  expect(await post()).toBeNull();
  expect(await as(cora, (tx) => costOfWorkshop(tx, workshop))).toMatchObject({ cost: '40.00' });
  expect(await history()).toMatchObject([
    { line_before: null, code_after: 'TRAIN', reason: 'The grant came', by: 'Cora' }
  ]);
});

test('another line may pay as long as nothing was charged, or what was charged was taken back', async () => {
  const { as, grace, cora, line, other, workshop, change, post, history } = await unpaid();
  expect(await change(line)).toBeNull();
  expect(await change(line)).toBe('same-line');
  expect(await change(other)).toBeNull();
  const entry = newId();
  expect(await post(entry)).toBeNull();
  expect(await change(line)).toBe('already-charged');
  const reverse = { id: newId(), entry, reason: 'The wrong grant' };
  expect(await as(grace, (tx) => reverseEntry(tx, reverse, grace))).toBeNull();
  expect(await change(line)).toBeNull();
  expect(await history()).toHaveLength(3);
  expect(
    await as(cora, (tx) =>
      workshopsVisibleTo(tx, cora).where('workshops.id', '=', workshop).executeTakeFirst()
    )
  ).toMatchObject({ line_id: line, grant: 'Neighbours' });
});

test('the database keeps the line of a workshop that was charged, by itself', async () => {
  const { as, cora, line, other, workshop, change, post } = await unpaid();
  await change(line);
  await post();
  const quietly = as(cora, (tx) =>
    tx.updateTable('workshops').set({ line_id: other }).where('id', '=', workshop).execute()
  );
  await expect(quietly).rejects.toThrow(/was charged/);
});

test('of a cost and another line at the same moment, the cost is on the line that pays', async () => {
  const { as, grace, line, other, change, post } = await unpaid();
  await change(line);
  const [charged, changed] = await Promise.all([post(), change(other)]);
  expect(charged).toBeNull();
  const paidBy = await as(grace, (tx) =>
    tx.selectFrom('ledger_postings').where('line_id', 'is not', null).select('line_id').execute()
  );
  expect(paidBy).toMatchObject([{ line_id: changed === null ? other : line }]);
  expect([null, 'already-charged']).toContain(changed);
});

test('a line is refused whose grant does not run then, whose currency is not that of the fee, or by who may not', async () => {
  const { as, cora, amina, line, euros, late, workshop, change } = await unpaid();
  expect(await change(late)).toBe('outside-grant-period');
  expect(await change(newId())).toBe('no-such-line');
  expect(await change(line, { who: amina })).toBe('not-yours-to-change');
  await change(line);
  const set = (fee: string) =>
    as(cora, (tx) => {
      const terms = { fee, stipendPerDay: '0', travelPerDay: '0' };
      return setTerms(tx, { id: newId(), workshop, terms, reason: 'As last year' }, cora);
    });
  await set('20');
  expect(await change(euros)).toBe('terms-in-other-currency');
  await set('0');
  expect(await change(euros)).toBeNull();
});
