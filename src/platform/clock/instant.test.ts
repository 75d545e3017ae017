import { expect, test } from 'vitest';
import { instantIn, timeIn } from './index.ts';

test('a session at half past two in Nairobi is at half past eleven in London, and reads as written', () => {
  const at = instantIn('Africa/Nairobi', '2026-11-21', '14:30');
  expect(at.toISOString()).toBe('2026-11-21T11:30:00.000Z');
  expect(timeIn('Africa/Nairobi', at)).toBe('14:30');
});

test('an hour that a clock change skips is taken as the later one', () => {
  expect(timeIn('Europe/Paris', instantIn('Europe/Paris', '2026-03-29', '02:30'))).toBe('03:30');
});
