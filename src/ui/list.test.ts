import { expect, test } from 'vitest';
import { changed, listQuery, sortedBy } from './list.ts';

const asked = (query: string) => listQuery(new URLSearchParams(query), ['name', 'since']);

test('a list’s address says what is searched, sorted and shown', () => {
  expect(asked('q=+amina+&sort=-since&page=3')).toEqual({
    search: 'amina',
    sort: { key: 'since', descending: true },
    page: 3
  });
});

test('nonsense in an address is ignored, and no other column can be sorted by', () => {
  expect(asked('sort=password&page=-1')).toEqual({ search: '', sort: undefined, page: 1 });
  expect(asked('page=1e99').page).toBe(1);
});

test('choosing a column again turns the order round and starts at the first page', () => {
  expect(sortedBy(new URLSearchParams('q=a&page=4'), 'name')).toBe('?q=a&sort=name');
  expect(sortedBy(new URLSearchParams('q=a&sort=name'), 'name')).toBe('?q=a&sort=-name');
});

test('turning a page keeps the search', () => {
  expect(changed(new URLSearchParams('q=a'), { page: '2' })).toBe('?q=a&page=2');
  expect(changed(new URLSearchParams('q=a&page=2'), { q: null })).toBe('?page=2');
});
