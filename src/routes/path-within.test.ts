import { expect, test } from 'vitest';
import { pathWithin } from './path-within.ts';

test('one comes back to the page that one came from', () => {
  expect(pathWithin('/training/workshops?q=a')).toBe('/training/workshops?q=a');
  expect(pathWithin(null)).toBe('/today');
});

test.each([
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  '/.//evil.example',
  'https://evil.example',
  'javascript:alert(1)',
  ''
])('nobody can be sent away by %j', (to) => expect(pathWithin(to, '/')).toBe('/'));
