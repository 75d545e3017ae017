import { expect, test } from 'vitest';
import { lookWords } from './look-words.ts';

test('who looked is told what was looked at in words, never by its code', () => {
  expect(lookWords('encounter-notes.read')).toBe('The note of a session: read');
  expect(lookWords('role.given')).toBe('Your roles: changed or added');
});

test('what nobody has given a word yet is still told without a code', () => {
  expect(lookWords('some-new-thing.read')).toBe('What is kept about you: read');
});
