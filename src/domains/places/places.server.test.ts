import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newId } from '#platform/ids.ts';
import { onDatabase, village, type Village } from '#platform/testing/index.server.ts';
import { parseBoundary, simplified } from './boundary.ts';
import { inTreeOrder, levelsOf, type Place } from './place.ts';
import { placesCsv, placesMap, placesVisibleTo, placeTree } from './index.server.ts';

const database = onDatabase();

const square = (x: number, y: number) => ({
  type: 'Polygon',
  coordinates: [
    [
      [x, y],
      [x, y + 1],
      [x + 1, y + 1],
      [x + 1, y],
      [x, y]
    ]
  ]
});

async function add(
  place: Village,
  p_code: string,
  more: { parent_id?: string; name?: string; level?: number; boundary?: object; population?: number } = {}
) {
  const id = newId();
  const { boundary, ...rest } = more;
  await place.asSystem((tx) =>
    tx
      .insertInto('places')
      .values({
        organisation_id: place.organisation,
        id,
        p_code,
        name: p_code,
        kind: 'area',
        level: 0,
        ...rest,
        boundary: boundary ? JSON.stringify(boundary) : null
      })
      .execute()
  );
  return id;
}

test('everybody in an organisation sees its places, each under its parent; nobody sees another’s', async () => {
  const here = await village(database);
  const there = await village(database);
  const amina = await here.person('Amina', 'supporter');
  const top = await add(here, 'A');
  await add(here, 'C');
  await add(here, 'B', { parent_id: top, level: 1 });
  await add(there, 'Z');
  const tree = await here.as(amina, (tx) => placeTree(tx, amina));
  expect(tree.map(({ p_code, depth }) => `${p_code}${depth}`)).toEqual(['A0', 'B1', 'C0']);
  const tom = await there.person('Tom', 'administrator');
  expect(
    await there.as(tom, (tx) => placesVisibleTo(tx, { ...tom, organisation: amina.organisation }).execute())
  ).toEqual([]);
});

test('a supporter cannot change places, and nobody can add one to another organisation', async () => {
  const here = await village(database);
  const amina = await here.person('Amina', 'supporter');
  const boss = await here.person('Boss', 'administrator');
  const id = await add(here, 'A');
  await here.as(amina, (tx) => tx.updateTable('places').set({ name: 'Mine' }).where('id', '=', id).execute());
  expect(await here.as(boss, (tx) => placesVisibleTo(tx, boss).execute())).toMatchObject([{ name: 'A' }]);
  const values = { id: newId(), p_code: 'X', name: 'X', kind: 'area', level: 0 };
  await expect(
    here.as(amina, (tx) =>
      tx
        .insertInto('places')
        .values({ ...values, organisation_id: here.organisation })
        .execute()
    )
  ).rejects.toThrow(/row-level security/);
  const there = await village(database);
  await expect(
    here.as(boss, (tx) =>
      tx
        .insertInto('places')
        .values({ ...values, organisation_id: there.organisation })
        .execute()
    )
  ).rejects.toThrow(/row-level security/);
});

test('a map shades what is known, and hatches what is missing or masked; names cannot smuggle in a script', async () => {
  const here = await village(database);
  const boss = await here.person('Boss', 'administrator');
  const known = await add(here, 'A', { boundary: square(30, 0) });
  const masked = await add(here, 'B', { boundary: square(31, 0) });
  await add(here, 'C', { boundary: square(32, 0), name: '<script>alert("1")</script>' });
  const values = new Map<string, number | 'masked'>([
    [known, 1234],
    [masked, 'masked']
  ]);
  const map = (await here.as(boss, (tx) => placesMap(tx, { values, title: 'A leads', label: 'people' })))!;
  expect(map.svg.match(/<path /g)).toHaveLength(3);
  expect(map.svg).toContain('A: 1,234');
  expect(map.svg).toContain('fill="url(#map-masked)"');
  expect(map.svg).toContain('fill="url(#map-missing)"');
  expect(map.svg).not.toContain('<script');
  expect(map.table.rows).toHaveLength(3);
  // Each square stands apart: an outline wound the wrong way would fill the whole frame.
  const widths = [...map.svg.matchAll(/<path d="M([\d.]+)[^"]*"/g)].map(([, x]) => Number(x));
  expect(Math.max(...widths) - Math.min(...widths)).toBeGreaterThan(100);
});

test('what is exported can be imported, and cannot become a formula', async () => {
  const here = await village(database);
  const boss = await here.person('Boss', 'administrator');
  await add(here, 'A', { name: '=cmd()' });
  const csv = await here.as(boss, (tx) => placesCsv(tx, boss));
  expect(csv).toContain("A,'=cmd(),,area,0,,");
});

test('places whose parents form a circle have no level; all others are one below their parent', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.nat(8), { nil: null }), { minLength: 1, maxLength: 9 }), (parents) => {
      const places = parents.map((parent, index) => ({
        p_code: `P${index}`,
        parent: parent === null || parent >= parents.length ? null : `P${parent}`,
        level: null
      }));
      const levels = levelsOf(places, new Map());
      for (const place of places) {
        const seen = new Set<string>();
        let at: string | null = place.p_code;
        while (at !== null && !seen.has(at)) {
          seen.add(at);
          at = places.find(({ p_code }) => p_code === at)!.parent;
        }
        expect(levels.get(place.p_code)).toBe(at === null ? seen.size - 1 : null);
      }
    })
  );
});

test('every place stands in the tree exactly once', () => {
  const place = (id: string, parent_id: string | null): Place => ({
    id,
    parent_id,
    p_code: id,
    name: id,
    kind: 'area',
    level: 0,
    population: null,
    population_year: null
  });
  const tree = inTreeOrder([place('c', 'b'), place('a', null), place('b', 'a'), place('d', 'elsewhere')]);
  expect(tree.map(({ id, depth }) => [id, depth])).toEqual([
    ['a', 0],
    ['b', 1],
    ['c', 2],
    ['d', 0]
  ]);
});

test('an outline is made simple without moving any point far, and stays closed', () => {
  const circle = Array.from({ length: 2001 }, (_, step): [number, number] => {
    const angle = ((step % 2000) / 2000) * 2 * Math.PI;
    return [30 + Math.cos(angle), Math.sin(angle)];
  });
  const simple = simplified(circle);
  expect(simple.length).toBeLessThan(200);
  expect(simple[0]).toEqual(simple.at(-1));
  for (const [x, y] of simple) expect(Math.hypot(x - 30, y)).toBeCloseTo(1, 4);
});

test('whatever stands where an outline should, it is read or refused', () => {
  fc.assert(fc.property(fc.oneof(fc.json(), fc.string()), (text) => void parseBoundary(text)));
  expect(parseBoundary(JSON.stringify({ type: 'Point', coordinates: [1, 2] }))).toEqual({
    refusal: 'not-an-outline'
  });
  expect(parseBoundary(JSON.stringify(square(500, 0)))).toEqual({ refusal: 'outside-the-world' });
  expect(
    parseBoundary(
      JSON.stringify({
        ...square(1, 1),
        coordinates: [
          [
            [1, 1],
            [2, 2],
            [3, 3],
            [4, 4]
          ]
        ]
      })
    )
  ).toEqual({ refusal: 'not-an-outline' });
});
