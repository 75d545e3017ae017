import { expect, test } from 'vitest';
import { approvalsNeeded, refusalToApprove, refusalToReverse, refusalToSpend } from './ledger.ts';

const line = { left: 100n, startsOn: '2026-01-01', endsOn: '2026-12-31' };

test('a cost fits its line to the last cent and its period to the last day', () => {
  expect(refusalToSpend(100n, '2026-12-31', line)).toBeNull();
  expect(refusalToSpend(101n, '2026-12-31', line)).toBe('more-than-left');
  expect(refusalToSpend(1n, '2027-01-01', line)).toBe('outside-grant-period');
  expect(refusalToSpend(1n, '2025-12-31', line)).toBe('outside-grant-period');
  expect(refusalToSpend(0n, '2026-06-01', line)).toBe('amount-unreadable');
  expect(refusalToSpend(null, '2026-06-01', line)).toBe('amount-unreadable');
});

test('two people are needed above the limit, not at it', () => {
  expect(approvalsNeeded(50_000n, 50_000n)).toBe(0);
  expect(approvalsNeeded(50_001n, 50_000n)).toBe(2);
});

test('nobody approves twice, and nothing settled is approved', () => {
  expect(refusalToApprove('proposed', ['grace'], 'grace')).toBe('already-approved-by-you');
  expect(refusalToApprove('proposed', ['grace'], 'tom')).toBeNull();
  expect(refusalToApprove('posted', [], 'tom')).toBe('not-waiting');
  expect(refusalToApprove('declined', [], 'tom')).toBe('not-waiting');
});

test('a posted cost is reversed once; a reversal and a proposal are not', () => {
  const entry = { state: 'posted' as const, reversedBy: null, reverses: null, movedMoney: true };
  expect(refusalToReverse(entry)).toBeNull();
  expect(refusalToReverse({ ...entry, reversedBy: 'r' })).toBe('already-reversed');
  expect(refusalToReverse({ ...entry, reverses: 'e' })).toBe('is-a-reversal');
  expect(refusalToReverse({ ...entry, state: 'proposed' })).toBe('not-posted');
  expect(refusalToReverse({ ...entry, movedMoney: false })).toBe('moved-no-money');
});
