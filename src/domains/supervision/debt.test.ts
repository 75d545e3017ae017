import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '#platform/clock/index.ts';
import { debtOf, firstMonday, obligationsOf, type Account, type Received } from './debt.ts';
import { supervisionPolicyDefault as policy } from './policy.ts';

// A Monday.
const start = '2026-01-05';
const hour = (on: string): Received => ({ on, kind: 'individual', minutes: 60 });
const weekly = (weeks: number) =>
  Array.from({ length: weeks }, (_, week) => hour(addDays(start, 7 * week + 2)));

describe('somebody new', () => {
  test('owes nothing before the first week is over, then one unit a week', () => {
    const owed = (today: string) => debtOf({ start, today, received: [], contactHours: {} }, policy).owed;
    expect(owed('2026-01-11')).toBe(0);
    expect(owed('2026-01-12')).toBe(1);
    expect(owed('2026-02-02')).toBe(4);
  });

  test('who has an hour alone, or two hours in a group, every week is never in debt', () => {
    for (let day = 0; day < 180; day += 1) {
      const today = addDays(start, day);
      expect(debtOf({ start, today, received: weekly(26), contactHours: {} }, policy).debt).toBe(0);
      const grouped = weekly(26).map(({ on }) => ({ on, kind: 'group' as const, minutes: 120 }));
      expect(debtOf({ start, today, received: grouped, contactHours: {} }, policy).debt).toBe(0);
    }
  });

  test('is overdue after two weeks without', () => {
    expect(debtOf({ start, today: '2026-01-18', received: [], contactHours: {} }, policy).overdue).toBe(
      false
    );
    expect(debtOf({ start, today: '2026-01-19', received: [], contactHours: {} }, policy)).toMatchObject({
      debt: 2,
      overdue: true
    });
  });
});

test('a week with more than ten contact hours owes one unit more; exactly ten does not', () => {
  const owed = (hours: number) =>
    debtOf({ start, today: '2026-01-12', received: [], contactHours: { [start]: hours } }, policy).owed;
  expect(owed(10)).toBe(1);
  expect(owed(10.5)).toBe(2);
});

test('after six months two units a month are owed, and one session of two hours each month pays them', () => {
  const due = obligationsOf({ start, today: '2026-11-01', contactHours: {} }, policy).filter(
    (day) => day > '2026-07-31'
  );
  expect(due).toEqual(['2026-08-15', '2026-08-31', '2026-09-15', '2026-09-30', '2026-10-15', '2026-10-31']);
  const received = [
    ...weekly(30),
    ...['2026-08-03', '2026-09-03', '2026-10-05'].map((on) => ({
      on,
      kind: 'individual' as const,
      minutes: 120
    }))
  ];
  expect(debtOf({ start, today: '2026-11-01', received, contactHours: {} }, policy).debt).toBe(0);
});

test('a very long day does not cover months to come', () => {
  const received = [{ on: start, kind: 'individual' as const, minutes: 480 }];
  expect(debtOf({ start, today: '2026-02-09', received, contactHours: {} }, policy).debt).toBe(3);
});

test('what is older than the weeks we carry is let go', () => {
  const { debt, owed } = debtOf({ start, today: '2026-06-29', received: [], contactHours: {} }, policy);
  expect(debt).toBe(owed);
  expect(debt).toBeLessThanOrEqual(policy.carryWeeks + 1);
});

const received = fc.record({
  on: fc.nat(400).map((days) => addDays(start, days)),
  kind: fc.constantFrom('individual' as const, 'group' as const),
  minutes: fc.integer({ min: 1, max: 300 })
});
const contactHours = fc
  .array(fc.tuple(fc.nat(57), fc.integer({ min: 0, max: 30 })))
  .map((weeks) => Object.fromEntries(weeks.map(([week, hours]) => [addDays(start, 7 * week), hours])));
const accounts: fc.Arbitrary<Account> = fc.record({
  start: fc.constant(start),
  today: fc.nat(400).map((days) => addDays(start, days)),
  received: fc.array(received, { maxLength: 40 }),
  contactHours
});

describe('whatever happened', () => {
  test('more supervision never increases the debt', () => {
    fc.assert(
      fc.property(accounts, received, (account, more) => {
        const with_ = debtOf({ ...account, received: [...account.received, more] }, policy);
        expect(with_.debt).toBeLessThanOrEqual(debtOf(account, policy).debt + 1e-9);
      }),
      { numRuns: 500 }
    );
  });

  test('more contact never decreases what is owed, or the debt', () => {
    fc.assert(
      fc.property(accounts, fc.nat(57), (account, week) => {
        const monday = addDays(start, 7 * week);
        const busier = {
          ...account,
          contactHours: { ...account.contactHours, [monday]: (account.contactHours[monday] ?? 0) + 11 }
        };
        expect(debtOf(busier, policy).owed).toBeGreaterThanOrEqual(debtOf(account, policy).owed);
        expect(debtOf(busier, policy).debt).toBeGreaterThanOrEqual(debtOf(account, policy).debt - 1e-9);
      }),
      { numRuns: 500 }
    );
  });

  test('the debt is never negative and never more than fell due lately', () => {
    fc.assert(
      fc.property(accounts, (account) => {
        const { debt, owed } = debtOf(account, policy);
        expect(debt).toBeGreaterThanOrEqual(0);
        expect(debt).toBeLessThanOrEqual(owed);
      })
    );
  });

  test('within the carried weeks, and without getting ahead, debt is what is owed less what was received', () => {
    const early = fc.tuple(fc.integer({ min: 0, max: 80 }), fc.array(fc.nat(80), { maxLength: 8 }));
    fc.assert(
      fc.property(early, ([days, on]) => {
        const sessions = on
          .filter((day) => day <= days)
          .map((day) => ({ ...hour(addDays(start, day)), minutes: 15 }));
        const { owed, received, debt } = debtOf(
          { start, today: addDays(start, days), received: sessions, contactHours: {} },
          policy
        );
        expect(debt).toBeCloseTo(Math.max(0, owed - received));
      })
    );
  });
});

test('a week begins on Monday', () => {
  expect(firstMonday('2026-11-21')).toBe('2026-11-23');
  expect(firstMonday('2026-11-23')).toBe('2026-11-23');
  expect(firstMonday('2023-12-31')).toBe('2024-01-01');
});
