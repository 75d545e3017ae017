import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { trainingRecord } from '#domains/training/index.server.ts';
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

test('a personnel system’s export comes in with its numbers and marks, each course once', async () => {
  const place = await village(database);
  const cora = await place.person('Cora', 'coordinator');
  const amina = await place.person('Amina Diallo', 'supporter');
  const daudi = await place.person('Daudi Komba', 'practitioner');
  expect(await bringIn(place, cora, 'trainings', 'hris-training.csv')).toEqual({
    refusal: null,
    errors: [],
    duplicates: [4, 5, 6],
    notes: []
  });
  const record = (person: string) => place.as(cora, (tx) => trainingRecord(tx, { person }));
  expect(await record(amina.id)).toMatchObject([
    { hours: '6.5', employee_number: '0017', score: '88 %', certificate_number: 'MC-2025/0117' }
  ]);
  expect(await record(daudi.id)).toMatchObject([
    { employee_number: '0023', course_code: 'FHS-101', certificate_number: 'MC-2025/0118' },
    { employee_number: '٠٠٢٣', provider: 'Ministry of Health', score: 'B+' }
  ]);
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
