import { expect, test } from 'vitest';
import { shortcutsOf, whereIs } from './navigation.ts';

test('the way marked as current is the closest one above the open page', () => {
  const entries = [{ href: '/training' }, { href: '/training/workshops' }, { href: '/train' }];
  expect(whereIs('/training/workshops/1', entries)).toBe('/training/workshops');
  expect(whereIs('/training', entries)).toBe('/training');
  expect(whereIs('/elsewhere', entries)).toBeUndefined();
});

test('on a phone somebody reaches first what each of their roles opens most', () => {
  const way = (href: string) => ({ href, label: href, current: false });
  const groups = [
    { name: '', ways: [way('/today'), way('/account')] },
    { name: 'Work', ways: [way('/training'), way('/supervision'), way('/impact'), way('/funding')] }
  ];
  const reached = (...roles: Parameters<typeof shortcutsOf>[0]) =>
    shortcutsOf(roles, groups).map(({ href }) => href);
  expect(reached('grants-manager')).toEqual(['/today', '/funding', '/impact']);
  expect(reached('grants-manager', 'supervisor')).toEqual(['/today', '/funding', '/supervision']);
  expect(reached('moderator')).toEqual(['/today', '/training', '/supervision']);
});
