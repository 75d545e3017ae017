import fc from 'fast-check';
import { expect, test } from 'vitest';
import { amountText, minorUnits } from './money.ts';

test('an amount survives being written and read, in currencies with none, two and three digits', () => {
  fc.assert(
    fc.property(
      fc.bigInt(-(10n ** 14n), 10n ** 14n),
      fc.constantFrom('UGX', 'USD', 'TND'),
      (units, currency) => {
        expect(minorUnits(amountText(units, currency), currency)).toBe(units);
      }
    )
  );
});

test('what is typed is read exactly, or not at all', () => {
  expect(minorUnits('0.1', 'USD')).toBe(10n);
  expect(minorUnits('0.30', 'USD')).toBe(30n);
  expect(minorUnits('1250.500', 'USD')).toBe(125050n);
  expect(minorUnits('1250', 'UGX')).toBe(1250n);
  for (const wrong of ['', 'ten', '1,000', '1.005', '1e3', '--1', '.5'])
    expect(minorUnits(wrong, 'USD')).toBeNull();
  expect(minorUnits('10.5', 'UGX')).toBeNull();
});
