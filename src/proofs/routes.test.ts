import { expect, test } from 'vitest';
import { authorisation } from '../authorisation.ts';
import { pathOf, routeOf, routes } from './routes.ts';

const all = routes();

test('every route of the program has its row in the authorisation, and no row is left of a route that went', () => {
  expect(Object.keys(authorisation).toSorted()).toEqual(all.map(({ id }) => id).toSorted());
});

test('where something can be done, the row says who may do it; elsewhere nobody may', () => {
  const acting = Object.entries(authorisation).filter(([, row]) => row.act);
  expect(acting.map(([id]) => id).toSorted()).toEqual(
    all
      .filter(({ acts }) => acts)
      .map(({ id }) => id)
      .toSorted()
  );
});

test('a path leads back to the route it was made from, literal steps before parameters', () => {
  for (const { id } of all) expect(routeOf(all, pathOf(id))?.id).toBe(id);
  expect(routeOf(all, '/funding/grants/new')?.id).toBe('/(app)/funding/grants/new');
});
