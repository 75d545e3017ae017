import { expect, test } from 'vitest';
import { isTheme } from './preferences.ts';

test('only colours that exist can be chosen', () => {
  expect(isTheme('dark')).toBe(true);
  expect(isTheme('toString')).toBe(false);
});
