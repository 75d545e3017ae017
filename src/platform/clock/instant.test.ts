import { expect, test } from 'vitest';
import { dayIn, instantIn, timeIn } from './index.ts';

test('a session at half past two in Nairobi is at half past eleven in London, and reads as written', () => {
  const at = instantIn('Africa/Nairobi', '2026-11-21', '14:30');
  expect(at.toISOString()).toBe('2026-11-21T11:30:00.000Z');
  expect(timeIn('Africa/Nairobi', at)).toBe('14:30');
});

test('an hour that a clock change skips is taken as the later one', () => {
  expect(timeIn('Europe/Paris', instantIn('Europe/Paris', '2026-03-29', '02:30'))).toBe('03:30');
});

test('midnight in Auckland is still the day before in Lima, on days of the Gregorian calendar for every reader', () => {
  const midnight = instantIn('Pacific/Auckland', '2026-02-01', '00:00');
  expect(dayIn('Pacific/Auckland', midnight)).toBe('2026-02-01');
  expect(dayIn('America/Lima', midnight)).toBe('2026-01-31');
  expect(dayIn('Asia/Tehran', new Date('1987-03-05T21:00:00Z'))).toBe('1987-03-06');
});
