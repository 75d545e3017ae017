/** What somebody asks of a list, in its address: `?q=amina&sort=-name&page=2`. So a list can be linked to. */
export type ListQuery = { search: string; sort?: { key: string; descending: boolean }; page: number };

/** What is needed of `URLSearchParams`, so that the read-only one of `page.url` will do too. */
export type Query = Pick<URLSearchParams, 'get' | 'size' | typeof Symbol.iterator>;

/** Reads the query that `Table` writes. Only the columns named in `sortable` can be sorted by. */
export function listQuery(query: Query, sortable: readonly string[] = []): ListQuery {
  const sort = query.get('sort') ?? '';
  const key = sort.replace(/^-/, '');
  const page = Number(query.get('page'));
  return {
    search: (query.get('q') ?? '').trim().slice(0, searchLengthMax),
    sort: sortable.includes(key) ? { key, descending: sort.startsWith('-') } : undefined,
    page: Number.isSafeInteger(page) && page > 1 ? page : 1
  };
}

// Nobody searches for more, and an index lookup on a whole pasted page would be slow.
const searchLengthMax = 200;

/** The address with some of its query changed; `null` takes a part away. */
export function changed(query: Query, changes: Record<string, string | null>): string {
  const next = new URLSearchParams([...query]);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) next.delete(name);
    else next.set(name, value);
  }
  return `?${next}`;
}

/** The address that sorts by the column: upwards first, and the other way when it is so already. */
export function sortedBy(query: Query, key: string): string {
  return changed(query, { sort: query.get('sort') === key ? `-${key}` : key, page: null });
}
