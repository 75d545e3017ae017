import { expect, test } from 'vitest';
import { whereIs } from './navigation.ts';

test('the way marked as current is the closest one above the open page', () => {
  const entries = [{ href: '/training' }, { href: '/training/workshops' }, { href: '/train' }];
  expect(whereIs('/training/workshops/1', entries)).toBe('/training/workshops');
  expect(whereIs('/training', entries)).toBe('/training');
  expect(whereIs('/elsewhere', entries)).toBeUndefined();
});
