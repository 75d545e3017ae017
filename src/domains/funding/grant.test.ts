import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nearlySpent, refusalToRecord, usedUpOn } from './grant.ts';

const line = (amount: string, code = amount) => ({ id: code, code, name: 'Workshops', amount });
const grant = (changes: object) => ({
  id: 'g',
  title: 'Care',
  purpose: 'Training',
  currency: 'USD',
  total: '1000',
  startsOn: '2026-01-01',
  endsOn: '2026-12-31',
  lines: [line('600'), line('400')],
  ...changes
});

test('a grant is recorded when its lines come to no more than its total', () => {
  expect(refusalToRecord(grant({}))).toBeNull();
  expect(refusalToRecord(grant({ lines: [line('600'), line('400.01')] }))).toBe('lines-exceed-grant');
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 60_000 }), { minLength: 1, maxLength: 8 }), (cents) => {
      const lines = cents.map((amount, index) => line((amount / 100).toFixed(2), `L${index}`));
      const fits = cents.reduce((total, amount) => total + amount, 0) <= 100_000;
      expect(refusalToRecord(grant({ lines }))).toBe(fits ? null : 'lines-exceed-grant');
    })
  );
});

test('a grant that makes no sense is refused with the reason', () => {
  expect(refusalToRecord(grant({ lines: [] }))).toBe('no-lines');
  expect(refusalToRecord(grant({ endsOn: '2025-12-31' }))).toBe('ends-before-start');
  expect(refusalToRecord(grant({ lines: [line('5', 'A'), line('6', 'A')] }))).toBe('same-code-twice');
  expect(refusalToRecord(grant({ lines: [line('-5')] }))).toBe('amount-unreadable');
  expect(refusalToRecord(grant({ total: 'much' }))).toBe('amount-unreadable');
});

test('money lasts as long as spending goes on as it did', () => {
  expect(usedUpOn(900n, 900n, '2026-01-01')).toBe('2026-04-01');
  expect(usedUpOn(0n, 900n, '2026-01-01')).toBe('2026-01-01');
  expect(usedUpOn(900n, 0n, '2026-01-01')).toBeNull();
});

test('a line is nearly spent at nine tenths, what is proposed included', () => {
  expect(nearlySpent({ amount: 100n, spent: 80n, proposed: 9n })).toBe(false);
  expect(nearlySpent({ amount: 100n, spent: 80n, proposed: 10n })).toBe(true);
});
