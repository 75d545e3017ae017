import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Person } from '#platform/access/index.ts';
import { bringIn as bringInList } from '#platform/testing/bring-in.server.ts';
import { onDatabase, village, type Village } from '#platform/testing/index.server.ts';

const database = onDatabase();

/** Tries one of the files in `examples/`, and says what README.md there says of it. */
async function bringIn(place: Village, person: Person, kind: string, file: string) {
  const text = readFileSync(path.join('examples', file));
  const { refusal, problems } = await bringInList(place, person, { kind, name: file, text });
  const rows = (weight: string) =>
    problems.filter((problem) => problem.weight === weight).map(({ row, column }) => [row, column]);
  return {
    refusal,
    errors: rows('error'),
    duplicates: rows('duplicate').map(([row]) => row),
    notes: rows('note')
  };
}

test('attendance comes in from a workbook as it does from text', async () => {
  const place = await village(database);
  const cora = await place.person('Cora', 'coordinator');
  await place.person('Amina Diallo', 'supporter');
  await place.person('Daudi Komba', 'practitioner');
  expect(await bringIn(place, cora, 'trainings', 'trainings.xlsx')).toEqual({
    refusal: null,
    errors: [],
    duplicates: [7],
    notes: [[5, 'Hours']]
  });
});

test('the files a newcomer is given behave as their README says', async () => {
  const place = await village(database);
  const boss = await place.person('Boss', 'administrator');
  const cora = await place.person('Cora', 'coordinator');
  await place.person('Amina Diallo', 'supporter');
  await place.person('Daudi Komba', 'practitioner');
  const good = { refusal: null, errors: [], notes: [] };

  expect(await bringIn(place, boss, 'places', 'places.csv')).toMatchObject({ ...good, duplicates: [11] });
  expect((await bringIn(place, boss, 'places', 'places-with-mistakes.csv')).errors).toHaveLength(5);
  expect((await bringIn(place, boss, 'places', 'service-points.xlsx')).refusal).toBeNull();
  expect((await bringIn(place, boss, 'place-boundaries', 'boundaries.geojson')).refusal).toBeNull();

  expect((await bringIn(place, boss, 'people', 'people.csv')).errors).toHaveLength(2);
  expect(await bringIn(place, boss, 'people', 'people.xlsx')).toEqual({
    refusal: 'has-errors',
    errors: [[8, 'Place (p-code)']],
    duplicates: [7],
    notes: [[6, 'Roles']]
  });
  expect(await bringIn(place, cora, 'trainings', 'trainings.csv')).toMatchObject({
    ...good,
    duplicates: [7]
  });
  expect(await bringIn(place, cora, 'certificates', 'certificates.csv')).toEqual({
    refusal: 'has-errors',
    errors: [
      [7, 'Who holds it'],
      [7, 'Valid until']
    ],
    duplicates: [6],
    notes: []
  });
  expect(await bringIn(place, cora, 'encounters', 'sessions.csv')).toEqual({
    refusal: 'has-errors',
    errors: [[9, 'PHQ-9']],
    duplicates: [6],
    notes: [[8, 'PHQ-9']]
  });
});
