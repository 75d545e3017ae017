import { expect, test } from 'vitest';
import { isCrossSite } from './origin.ts';

const ours = 'https://trellis.example';

test('reading a page is never cross-site', () => {
  expect(isCrossSite('GET', new Headers({ origin: 'https://evil.example' }), ours)).toBe(false);
});

test.each(['POST', 'PUT', 'PATCH', 'DELETE'])('a %s is taken from our own pages only', (method) => {
  expect(isCrossSite(method, new Headers({ origin: ours }), ours)).toBe(false);
  expect(isCrossSite(method, new Headers({ 'sec-fetch-site': 'same-origin' }), ours)).toBe(false);
  for (const headers of [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'none' },
    {}
  ]) {
    expect(isCrossSite(method, new Headers(headers as HeadersInit), ours)).toBe(true);
  }
});
