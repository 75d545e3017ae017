import { expect, test } from 'vitest';
import { keysForPage, openOurOwn, sealForOurselves } from './own.server.ts';

test('what we sealed for ourselves comes back, and nothing else does', () => {
  const sealed = sealForOurselves('quiet', 'asking');
  expect(openOurOwn(sealed, 'asking')).toBe('quiet');
  expect(sealed).not.toContain('quiet');
  expect(openOurOwn(sealed, 'something else')).toBeNull();
  expect(openOurOwn(`${sealed.slice(0, -2)}AA`, 'asking')).toBeNull();
  expect(openOurOwn(sealed.replace('1.', '2.'), 'asking')).toBeNull();
  for (const nonsense of ['', '1', '1.', '.', 'x.y']) expect(openOurOwn(nonsense, 'asking')).toBeNull();
});

test('a page is given the same key again for the same person and thing, and for nobody and nothing else', () => {
  const [key] = keysForPage('assessment/a/ada');
  expect(Buffer.from(key!, 'base64url')).toHaveLength(32);
  expect(keysForPage('assessment/a/ada')).toEqual([key]);
  expect(keysForPage('assessment/a/ben')).not.toEqual([key]);
  expect(keysForPage('assessment/b/ada')).not.toEqual([key]);
});
