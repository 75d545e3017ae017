import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  approve,
  decline,
  grantsVisibleTo,
  linesVisibleTo,
  postCost,
  recordGrant,
  reverseEntry,
  tranchesOf
} from '#domains/funding/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import { moveClock } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { aGrant } from '#platform/testing/grant.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';
import { aWorkshop } from '#platform/testing/workshop.ts';
import {
  costOfWorkshop,
  enrol,
  feesPaid,
  markAttendance,
  myStipends,
  payStipends,
  receiveFee,
  scheduleWorkshop,
  setTerms,
  signatureList,
  stipendList,
  stipendListsOf,
  stipendsDue,
  termsOf
} from './index.server.ts';
import { daysDue } from './stipend.ts';

const database = onDatabase();
const at = (text: string) => new Date(`${text}Z`);
const terms = { fee: '20', stipendPerDay: '10.50', travelPerDay: '4.50' };

/** Two days are over, the first in two halves. Amina came on both, Ben for an hour of one; a day pays 15. */
async function held() {
  moveClock(at('2026-05-01T08:00'));
  const place = await village(database);
  const { as } = place;
  const grace = await place.person('Grace', 'grants-manager');
  const wanjiru = await place.person('Wanjiru', 'administrator');
  const cora = await place.person('Cora', 'coordinator');
  const amina = await place.person('Amina', 'supporter');
  const ben = await place.person('Ben', 'supporter');
  const [grant, line, workshop] = [newId(), newId(), newId()];
  await as(grace, (tx) => recordGrant(tx, aGrant({ id: grant, line }), grace));
  const sessions = [
    { id: newId(), startsAt: at('2026-06-01T05:00'), endsAt: at('2026-06-01T09:00') },
    { id: newId(), startsAt: at('2026-06-01T10:00'), endsAt: at('2026-06-01T13:00') },
    { id: newId(), startsAt: at('2026-06-02T05:00'), endsAt: at('2026-06-02T09:00') }
  ];
  await as(cora, async (tx) => {
    await scheduleWorkshop(tx, aWorkshop({ id: workshop, line, sessions }), cora);
    for (const { id } of [amina, ben]) await enrol(tx, { id: newId(), workshop, attendee: id }, cora);
  });
  moveClock(at('2026-06-03T08:00'));
  await as(cora, async (tx) => {
    for (const { id: session } of sessions)
      await markAttendance(tx, { session, marks: [{ person: amina.id, presence: 'present' }] }, cora);
    const partly = { person: ben.id, presence: 'partly' as const, hours: 1 };
    await markAttendance(tx, { session: sessions[0]!.id, marks: [partly] }, cora);
    expect(await setTerms(tx, { id: newId(), workshop, terms, reason: 'As last year' }, cora)).toBeNull();
  });
  const pay = (id = newId(), who: Person = cora) =>
    as(who, (tx) => payStipends(tx, { id, workshop, on: '2026-06-03' }, who));
  const due = () => as(cora, (tx) => stipendsDue(tx, workshop, cora));
  const spent = () => as(cora, async (tx) => (await costOfWorkshop(tx, workshop))?.cost ?? '0');
  const fee = (person: Person, amount: string, id = newId(), on = '2026-06-03') =>
    as(cora, (tx) => receiveFee(tx, { id, workshop, person: person.id, amount, on }, cora));
  return { ...place, grace, wanjiru, cora, amina, ben, grant, line, workshop, pay, due, spent, fee };
}

test('each day somebody came, if only in part, is due once, whatever its sessions', async () => {
  const { due } = await held();
  expect(await due()).toMatchObject([
    { name: 'Amina', days: ['2026-06-01', '2026-06-02'], amount: '30.00' },
    { name: 'Ben', days: ['2026-06-01'], amount: '15.00' }
  ]);
});

test('a list is paid as one entry with a row for each person, and a repeat pays nothing more', async () => {
  const { as, cora, amina, ben, workshop, pay, due, spent } = await held();
  const entry = newId();
  expect(await pay(entry)).toBeNull();
  expect(await pay(entry)).toBeNull();
  expect(await spent()).toBe('45.00');
  expect(await due()).toEqual([]);
  expect(await pay()).toBe('nothing-due');
  expect(await as(cora, (tx) => stipendList(tx, entry))).toMatchObject([
    { name: 'Amina', amount: '30.00' },
    { name: 'Ben', amount: '15.00' }
  ]);
  expect(await as(cora, (tx) => stipendListsOf(tx, workshop))).toMatchObject([
    { people: 2, state: 'posted' }
  ]);
  expect(await as(amina, myStipends)).toMatchObject([{ days: 2, amount: '30.00' }]);
  expect(await as(ben, myStipends)).toMatchObject([{ days: 1, amount: '15.00' }]);
  expect(await as(cora, myStipends)).toEqual([]);
});

test('two who pay at the same moment pay once', async () => {
  const { pay, spent } = await held();
  const outcomes = await Promise.all([pay(), pay()]);
  expect(outcomes.filter((outcome) => outcome === null)).toHaveLength(1);
  expect(await spent()).toBe('45.00');
});

test('the database pays no day twice', async () => {
  const { as, cora, amina, line, workshop, pay } = await held();
  await pay();
  const again = as(cora, async (tx) => {
    const entry = newId();
    const activity = { kind: 'workshop', id: workshop };
    await postCost(tx, { id: entry, line, amount: '15', on: '2026-06-03', description: 'x', activity }, cora);
    await tx
      .insertInto('stipend_days')
      .values({
        organisation_id: cora.organisation.id,
        entry_id: entry,
        workshop_id: workshop,
        person_id: amina.id,
        day: '2026-06-01',
        stipend: '10.50',
        travel: '4.50'
      })
      .execute();
  });
  await expect(again).rejects.toThrow(/paid already/);
});

test('a list above the limit waits for two people; declined, everything is due again', async () => {
  const { as, grace, wanjiru, cora, workshop, pay, due, spent } = await held();
  const dear = { ...terms, stipendPerDay: '300' };
  await as(cora, (tx) => setTerms(tx, { id: newId(), workshop, terms: dear, reason: 'Far away' }, cora));
  const first = newId();
  await pay(first);
  expect(await spent()).toBe('0');
  expect(await due()).toEqual([]);
  expect(await as(grace, (tx) => decline(tx, first, 'Too dear', grace))).toBeNull();
  expect(await due()).toHaveLength(2);
  const second = newId();
  await pay(second);
  for (const person of [grace, wanjiru])
    expect(await as(person, (tx) => approve(tx, second, person))).toBeNull();
  expect(await spent()).toBe('913.50');
});

test('a list taken back is due again', async () => {
  const { as, grace, pay, due, spent } = await held();
  const entry = newId();
  await pay(entry);
  await as(grace, (tx) => reverseEntry(tx, { id: newId(), entry, reason: 'Wrong day' }, grace));
  expect(await spent()).toBe('0.00');
  expect(await due()).toHaveLength(2);
  expect(await pay()).toBeNull();
});

test('a fee is income of the grant, no tranche of its donor, and makes no line larger', async () => {
  const { as, grace, cora, amina, ben, grant, workshop, fee } = await held();
  const id = newId();
  expect(await fee(amina, '20', id)).toBeNull();
  expect(await fee(amina, '20', id)).toBeNull();
  expect(await as(cora, (tx) => feesPaid(tx, workshop))).toEqual(new Map([[amina.id, '20.00']]));
  const seen = () =>
    as(grace, (tx) => grantsVisibleTo(tx, grace).where('grants.id', '=', grant).executeTakeFirstOrThrow());
  expect(await seen()).toMatchObject({ earned: '20.00', received: '0', spent: '0' });
  expect(await as(grace, (tx) => tranchesOf(tx, grant, grace).execute())).toEqual([]);
  expect(await as(grace, (tx) => linesVisibleTo(tx, grace).executeTakeFirst())).toMatchObject({
    amount: '5000'
  });
  await as(grace, (tx) => reverseEntry(tx, { id: newId(), entry: id, reason: 'Not hers' }, grace));
  expect(await seen()).toMatchObject({ earned: '0.00' });
  expect(await as(cora, (tx) => feesPaid(tx, workshop))).toEqual(new Map());
  expect(await fee(ben, 'twenty')).toBe('amount-unreadable');
  expect(await fee(ben, '20', newId(), '2026-06-04')).toBe('not-yet-received');
  expect(await fee(cora, '20')).toBe('not-enrolled');
});

test('only who runs workshops says what they ask and pay, in an amount of the grant’s currency', async () => {
  const { as, cora, amina, workshop, pay } = await held();
  const set = (who: Person, changes: object = {}) =>
    as(who, (tx) =>
      setTerms(tx, { id: newId(), workshop, terms: { ...terms, ...changes }, reason: 'So' }, who)
    );
  expect(await set(amina)).toBe('not-yours-to-change');
  expect(await set(cora, { fee: '-1' })).toBe('amount-unreadable');
  expect(await set(cora, { fee: '' })).toBeNull();
  expect(await as(amina, (tx) => termsOf(tx, workshop))).toMatchObject({ fee: '0.00' });
  expect(await pay(newId(), amina)).toBe('not-yours-to-pay');
});

test('the list to sign is a PDF', async () => {
  const { due } = await held();
  const list = { organisation: 'Green Valley', workshop: 'Listening', currency: 'USD', total: '45.00' };
  expect(
    signatureList({ ...list, people: await due() }, 'ar')
      .subarray(0, 5)
      .toString()
  ).toBe('%PDF-');
});

test('whatever was paid already, no day is due twice and none is forgotten', () => {
  const day = fc.record({
    person: fc.constantFrom('a', 'b'),
    day: fc.constantFrom('2026-06-01', '2026-06-02')
  });
  fc.assert(
    fc.property(fc.array(day), fc.array(day), (came, paid) => {
      const key = (one: { person: string; day: string }) => one.person + one.day;
      const due = daysDue(came, paid).map(key);
      expect(new Set(due).size).toBe(due.length);
      expect(new Set([...due, ...paid.map(key)])).toEqual(new Set([...came.map(key), ...paid.map(key)]));
    })
  );
});
