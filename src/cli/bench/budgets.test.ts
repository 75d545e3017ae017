import { expect, test } from 'vitest';
import { inWords, isMet } from './budgets.ts';

test('a figure keeps to its budget or not; one without a budget, or not measured, does neither', () => {
  expect(isMet({ name: 'A start', value: 2, unit: 's', most: 2 })).toBe(true);
  expect(isMet({ name: 'A start', value: 2.1, unit: 's', most: 2 })).toBe(false);
  expect(isMet({ name: 'A share', value: 0.79, unit: '', least: 0.8 })).toBe(false);
  expect(isMet({ name: 'A share', value: NaN, unit: '', least: 0.8 })).toBeNull();
  expect(isMet({ name: 'A start', value: null, unit: 's', most: 2 })).toBeNull();
  expect(isMet({ name: 'Requests', value: 12, unit: 'a second' })).toBeNull();
});

test('the table says plainly what is not met', () => {
  const table = inWords([
    { name: 'Program', value: 203.4, unit: 'MB', most: 200 },
    { name: 'Start', value: null, unit: 's', most: 2 }
  ]);
  expect(table).toContain('| Program | 203 MB | ≤ 200 MB | **no** |');
  expect(table).toContain('| Start | not told here | ≤ 2 s | – |');
});
