import { expect, test } from 'vitest';
import { isTheme, pathHere } from './preferences.ts';

test('choosing a language brings one back to the same page', () => {
  expect(pathHere('/training/workshops?q=a')).toBe('/training/workshops?q=a');
});

test.each([
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  'https://evil.example',
  'javascript:alert(1)',
  '',
  null
])('a link cannot use the preferences to send somebody away: %s', (to) => expect(pathHere(to)).toBe('/'));

test('only colours that exist can be chosen', () => {
  expect(isTheme('dark')).toBe(true);
  expect(isTheme('toString')).toBe(false);
});
